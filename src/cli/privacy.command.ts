import { Command } from 'commander';
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
      'Carry an erasure on at once, instead of at its next try. May be stopped and run again at any time.',
    )
    .argument('<erasure>', 'its id')
    .option('--json', 'print {status, waitingFor} instead')
    .action(async (id: string, { json }: { json?: true }) => {
      if (!UUID.test(id)) throw new CommandFailure(`${id} is no id of an erasure.`);
      const { ErasureRun } = await import('#privacy');
      const row = await withService(async (service) => {
        const run = service.get(ErasureRun, { strict: false });
        if ((await run.find(id)) === null) throw new CommandFailure(`There is no erasure ${id}.`);
        await run.advance(id, { now: true, onStep: (step) => void process.stderr.write(`${step}\n`) });
        return run.find(id);
      });
      const [status, waitingFor] = [row?.status ?? 'gone', row?.waitingFor ?? row?.blockedBy ?? null];
      if (json) console.log(JSON.stringify({ status, waitingFor }));
      else console.log(`${status}${waitingFor === null ? '' : `: ${waitingFor}`}`);
      if (status !== 'done') throw new CommandFailure('The erasure is not done yet.');
    });
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
