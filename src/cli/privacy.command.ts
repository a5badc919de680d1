import { Command } from 'commander';
import type { ErasureRun } from '#privacy';
import { CommandFailure } from './command-failure.js';
import { ProgressLine } from './progress-line.js';
import { CLI_ACTOR, withService } from './service-context.js';

/** `privacy …`: what an operator does for people's rights. */
export function privacyCommand(): Command {
  return new Command('privacy')
    .description('Look after privacy.')
    .helpCommand(false)
    .addCommand(advanceCommand())
    .addCommand(restoreCheckCommand());
}

function advanceCommand(): Command {
  return new Command('advance')
    .description(
      'Carry erasures on at once, instead of at their next try. May be stopped and run again at any time.',
    )
    .argument('<erasures...>', 'their ids')
    .option('--json', 'print [{erasureId, status, waitingFor}] instead')
    .action(async (ids: string[], { json }: { json?: true }) => {
      const wrong = ids.find((id) => !UUID.test(id));
      if (wrong !== undefined) throw new CommandFailure(`${wrong} is no id of an erasure.`);
      const { ErasureRun } = await import('#privacy');
      const results = await withService((service) =>
        advanceAll(service.get(ErasureRun, { strict: false }), ids),
      );
      if (json) console.log(JSON.stringify(results));
      else
        for (const { erasureId, status, waitingFor } of results)
          console.log(`${erasureId}: ${status}${waitingFor === null ? '' : `, waits for ${waitingFor}`}`);
      if (results.some(({ status }) => status !== 'done'))
        throw new CommandFailure('Not every erasure is done yet.');
    });
}

/** A few side by side: each spends most of its time waiting for the database or for Clerk. */
async function advanceAll(run: ErasureRun, ids: readonly string[]) {
  const results = new Map<string, { erasureId: string; status: string; waitingFor: string | null }>();
  const left = [...ids];
  const worker = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const erasureId = id;
      if ((await run.find(erasureId)) === null) throw new CommandFailure(`There is no erasure ${erasureId}.`);
      await run.advance(erasureId, {
        now: true,
        onStep: (step) => void process.stderr.write(`${erasureId} ${step}\n`),
      });
      const row = await run.find(erasureId);
      const waitingFor = row?.waitingFor ?? row?.blockedBy ?? null;
      results.set(erasureId, { erasureId, status: row?.status ?? 'gone', waitingFor });
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return ids.flatMap((id) => results.get(id) ?? []);
}

function restoreCheckCommand(): Command {
  return new Command('restore-check')
    .description(
      'After a restore: find people who were erased and are here again. Changes nothing without --apply.',
    )
    .option('--apply', 'erase them again')
    .option('--json', 'print {returned, erased, emptied} instead')
    .addHelpText(
      'after',
      '\nThe list of erasures lies in TENANTRY_DATA_DIR/privacy/erasures.ndjson. Back it up apart from the database;\n' +
        'without it nobody can know who was erased after a backup was made.',
    )
    .action(async ({ apply, json }: { apply?: true; json?: true }) => {
      const { RestoredPeople, Returners } = await import('#privacy');
      const progress = new ProgressLine('people');
      const { returned, erased, emptied } = await withService(async (service) => {
        const restored = service.get(RestoredPeople, { strict: false });
        const people = await restored.find((done) => {
          progress.show(done, done);
        });
        progress.end();
        const results = apply
          ? await restored.eraseAgain(people, CLI_ACTOR, (_, step) => void process.stderr.write(`${step}\n`))
          : [];
        const late = apply ? await service.get(Returners, { strict: false }).emptyLateDeliveries() : 0;
        return { returned: people.map(({ userId }) => userId), erased: results, emptied: late };
      });
      if (json) console.log(JSON.stringify({ returned, erased, emptied }));
      else if (returned.length === 0) console.log('Nobody who was erased is here.');
      else {
        for (const userId of returned) {
          const result = erased.find((each) => each.userId === userId);
          const waitingFor = result?.waitingFor == null ? '' : `, waits for ${result.waitingFor}`;
          console.log(`${userId}: ${result === undefined ? 'is here again' : result.outcome}${waitingFor}`);
        }
      }
      if (returned.length > 0 && !apply)
        throw new CommandFailure(
          'Erased people are here again. Erase them with --apply before the service starts.',
        );
      if (erased.some(({ outcome }) => outcome !== 'done'))
        throw new CommandFailure(
          'Not every erasure is done yet; the service goes on with them once it runs.',
        );
    });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
