import { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { isUuid } from '#libs/uuid';
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
    .argument('<erasures...>', 'their ids, of people and of organizations')
    .option('--json', 'print [{erasureId, status, waitingFor}] instead')
    .action(async (ids: string[], { json }: { json?: true }) => {
      const wrong = ids.find((id) => !isUuid(id));
      if (wrong !== undefined) throw new CommandFailure(`${wrong} is no id of an erasure.`);
      const results = await withService((service) => advanceAll(service, ids));
      if (json) console.log(JSON.stringify(results));
      else
        for (const { erasureId, status, waitingFor } of results)
          console.log(`${erasureId}: ${status}${waitingFor === null ? '' : `, waits for ${waitingFor}`}`);
      if (results.some(({ status }) => status !== 'done'))
        throw new CommandFailure('Not every erasure is done yet.');
    });
}

interface Advanced {
  readonly erasureId: string;
  readonly status: string;
  readonly waitingFor: string | null;
}

/** A few side by side: each spends most of its time waiting for the database or for Clerk. */
async function advanceAll(service: INestApplicationContext, ids: readonly string[]): Promise<Advanced[]> {
  const { ErasureRunService } = await import('#privacy');
  const erasures = service.get(ErasureRunService, { strict: false });
  const results = new Map<string, Advanced>();
  const left = [...ids];
  const worker = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const erasureId = id;
      const onStep = (step: string) => void process.stderr.write(`${erasureId} ${step}\n`);
      if ((await erasures.find(erasureId)) === null)
        throw new CommandFailure(`There is no erasure ${erasureId}.`);
      await erasures.advance(erasureId, { now: true, onStep });
      const row = await erasures.find(erasureId);
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
      'After a restore: find people and organizations that were erased and are here again. ' +
        'Changes nothing without --apply.',
    )
    .option('--apply', 'erase them again')
    .option('--json', 'print {returned, erased, returnedOrganizations, erasedOrganizations, emptied} instead')
    .addHelpText(
      'after',
      '\nThe list of erasures lies in TENANTRY_DATA_DIR/privacy/erasures.ndjson. Back it up apart from the database;\n' +
        'without it nobody can know who was erased after a backup was made.',
    )
    .action(async ({ apply, json }: { apply?: true; json?: true }) => {
      const found = await withService((service) => checkRestored(service, apply === true));
      const { returned, erased, returnedOrganizations, erasedOrganizations } = found;
      if (json) console.log(JSON.stringify(found));
      else if (returned.length + returnedOrganizations.length === 0)
        console.log('Nobody who was erased is here, and no organization that was.');
      else {
        for (const id of returnedOrganizations) {
          const again = erasedOrganizations.find(({ organizationId }) => organizationId === id);
          console.log(`organization ${id}: ${stateOf(again)}`);
        }
        for (const id of returned)
          console.log(`${id}: ${stateOf(erased.find(({ userId }) => userId === id))}`);
      }
      if (returned.length + returnedOrganizations.length > 0 && !apply)
        throw new CommandFailure(
          'What was erased is here again. Erase it with --apply before the service starts.',
        );
      if ([...erased, ...erasedOrganizations].some(({ outcome }) => outcome !== 'done'))
        throw new CommandFailure(
          'Not every erasure is done yet; the service goes on with them once it runs.',
        );
    });
}

async function checkRestored(service: INestApplicationContext, apply: boolean) {
  const { OrganizationsRestoreCheckService, PeopleRestoreCheckService } = await import('#privacy');
  const { LateDeliveryScrubberService } = await import('#webhooks');
  const people = service.get(PeopleRestoreCheckService, { strict: false });
  const organizations = service.get(OrganizationsRestoreCheckService, { strict: false });
  const backThere = await organizations.find();
  const progress = new ProgressLine('people');
  const back = await people.find((done) => {
    progress.show(done, done);
  });
  progress.end();
  const tell = (step: string) => void process.stderr.write(`${step}\n`);
  // Organizations first: nobody has to look for a new owner of one that goes anyway.
  const erasedOrganizations = apply ? await organizations.eraseAgain(backThere, CLI_ACTOR, tell) : [];
  const erased = apply ? await people.eraseAgain(back, CLI_ACTOR, tell) : [];
  const emptied = apply
    ? await service.get(LateDeliveryScrubberService, { strict: false }).emptyLateDeliveries()
    : 0;
  return {
    returned: back.map(({ id }) => id),
    erased: erased.map(({ id: userId, ...again }) => ({ userId, ...again })),
    returnedOrganizations: backThere.map(({ id }) => id),
    erasedOrganizations: erasedOrganizations.map(({ id: organizationId, ...again }) => ({
      organizationId,
      ...again,
    })),
    emptied,
  };
}

function stateOf(again: { outcome: string; waitingFor: string | null } | undefined): string {
  if (again === undefined) return 'is here again';
  return again.waitingFor === null ? again.outcome : `${again.outcome}, waits for ${again.waitingFor}`;
}
