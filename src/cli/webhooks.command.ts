import { Command, InvalidArgumentError, Option } from 'commander';
import { systemScope } from '#auth';
import {
  DeadLettersService,
  type DeliveryFilter,
  type ReplayResult,
  SyncEventDetailResponse,
  SyncEventResponse,
} from '#webhooks';
import { CommandFailure } from './command-failure.js';
import { countUpTo } from './count-up-to.js';
import { ProgressLine } from './progress-line.js';
import { CLI_ACTOR, withService } from './service-context.js';

const AT_ONCE = 1_000;

interface FilterOptions {
  readonly state?: DeliveryFilter['state'];
  readonly type?: string;
  readonly from?: Date;
  readonly before?: Date;
  readonly json?: true;
}

/** `webhooks list|show|replay`: what came of Clerk's deliveries, and another try. */
export function webhooksCommand(): Command {
  return new Command('webhooks')
    .description("Look at Clerk's deliveries and try them again.")
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(replayCommand());
}

function listCommand(): Command {
  return filtered(new Command('list'), ['pending', 'applied', 'ignored', 'dead'])
    .description('List deliveries, newest first: the dead letters unless told otherwise.')
    .option('-n, --limit <number>', 'how many at most', countUpTo(9_999), 20)
    .addHelpText('after', '\nExample:\n  npm run tenantry -- webhooks list --state dead --type user.created')
    .action(async (options: FilterOptions & { limit: number }) => {
      const rows = await withService((service) =>
        service.get(DeadLettersService).list(systemScope('webhooks'), filterOf(options), null, options.limit),
      );
      const events = rows.map((row) => SyncEventResponse.from(row));
      if (options.json) console.log(JSON.stringify({ data: events }, null, 2));
      else if (events.length === 0) console.log('No delivery fits.');
      else for (const event of events) console.log(lineOf(event));
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('Print one delivery with its payload, everything personal hidden.')
    .argument('<svix-id>', 'its id, as `webhooks list` prints it')
    .action(async (svixId: string) => {
      const delivery = await withService((service) =>
        service.get(DeadLettersService).get(systemScope('webhooks'), svixId),
      );
      console.log(JSON.stringify(SyncEventDetailResponse.from(delivery), null, 2));
    });
}

function replayCommand(): Command {
  return filtered(new Command('replay'), ['applied', 'ignored', 'dead'])
    .description('Make deliveries due again; a running service applies them.')
    .argument('[svix-id]', 'only this one')
    .option('--dry-run', 'only count what would be replayed')
    .addHelpText(
      'after',
      '\nWithout an id every dead letter is meant, or what the options say.\n\nExamples:\n' +
        '  npm run tenantry -- webhooks replay msg_2Ro7e2Ixrff\n' +
        '  npm run tenantry -- webhooks replay --type user.updated --from 2026-11-20T00:00:00Z --dry-run',
    )
    .action(async (svixId: string | undefined, options: FilterOptions & { dryRun?: true }) => {
      const result = await withService(async (service) => {
        const deadLetters = service.get(DeadLettersService);
        if (svixId === undefined) {
          return replayAll(deadLetters, options);
        }
        if (options.dryRun) throw new CommandFailure('--dry-run counts what options mean; an id is one.');
        await deadLetters.replay(CLI_ACTOR, svixId);
        return { matched: 1, replayed: 1, left: 0 };
      });
      if (options.json) console.log(JSON.stringify(result));
      else if (options.dryRun) console.log(`${result.matched} would be replayed.`);
      else console.log(replayedLine(result));
    });
}

/** Bite by bite, so that one can see how far it is and a break leaves nothing half done. */
async function replayAll(
  deadLetters: DeadLettersService,
  options: FilterOptions & { dryRun?: true },
): Promise<ReplayResult> {
  const filter = { ...filterOf(options), settledBefore: new Date() };
  const { matched, ...nothing } = await deadLetters.replayMany(CLI_ACTOR, filter, { dryRun: true });
  if (options.dryRun || matched === 0) return { matched, ...nothing };
  const progress = new ProgressLine('deliveries are due again');
  let replayed = 0;
  try {
    for (let bite = AT_ONCE; bite === AT_ONCE; replayed += bite) {
      progress.show(replayed, matched);
      bite = (await deadLetters.replayMany(CLI_ACTOR, filter, { dryRun: false, most: AT_ONCE })).replayed;
    }
  } finally {
    progress.end();
  }
  return { matched, replayed, left: matched - replayed };
}

function filtered(command: Command, states: string[]): Command {
  return command
    .addOption(new Option('-s, --state <state>', 'in this state').choices(states).default('dead'))
    .option('-t, --type <event>', 'of this type, e.g. user.created')
    .option('--from <time>', 'received then or later, ISO 8601', moment)
    .option('--before <time>', 'received before, ISO 8601', moment)
    .option('--json', 'print JSON');
}

function filterOf({ state, type, from, before }: FilterOptions): DeliveryFilter {
  return {
    state: state ?? 'dead',
    eventType: type ?? null,
    objectId: null,
    receivedFrom: from ?? null,
    receivedBefore: before ?? null,
  };
}

function lineOf({ receivedAt, state, attempts, type, id, lastError }: SyncEventResponse): string {
  return `${receivedAt}  ${state.padEnd(7)}  ${String(attempts).padStart(2)}  ${type.padEnd(30)}  ${id}  ${lastError ?? ''}`.trimEnd();
}

function replayedLine({ matched, replayed, left }: ReplayResult): string {
  const line = `${replayed} of ${matched} are due again.`;
  return left === 0
    ? line
    : `${line} ${left} have no payload any more: a reconciliation brings what they told.`;
}

function moment(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('It must be a time such as 2026-11-20T00:00:00Z.');
  return time;
}
