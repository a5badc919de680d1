import { Command } from 'commander';
import {
  type ImportPreview,
  ImportRunService,
  type ImportRunReport,
  ImportService,
  RIGHT_KINDS,
  type RightsLoadReport,
} from '#accounts';
import { ClerkUnavailableError } from '#libs/clerk';
import { describeDatabaseFault } from '../../start-failure.js';
import { CommandFailure } from '../command-failure.js';
import { interruptible } from '../interruptible.js';
import { ProgressLine } from '../progress-line.js';
import { countUpTo } from '../count-up-to.js';
import { CLI_ACTOR } from '../service-context.js';
import type { CommandHost } from './command-host.js';
import { loadOrganizations, PLURALS } from './load-organizations.js';
import { accounts } from './with-accounts.js';

interface ImportCommandOptions {
  readonly dryRun?: true;
  readonly limit?: number;
  readonly rate?: number;
  readonly canary: string | boolean;
  readonly bypassClientTrust?: true;
  readonly organizations?: string;
  readonly skipBroken?: true;
  readonly json?: true;
}

export function importCommand(host: CommandHost): Command {
  return new Command('import')
    .description('Make the users of all accounts that wait at Clerk, each once.')
    .option('--dry-run', 'ask Clerk whom it knows already, and change nothing')
    .option('-n, --limit <number>', 'accounts at the most', countUpTo(999_999))
    .option(
      '--rate <number>',
      'requests to Clerk in ten seconds; by default half of what Clerk allows, the service needs the rest',
      countUpTo(999_999),
    )
    .option(
      '--canary <email>',
      'prove this person’s digest with their password, read from standard input, before any other is sent',
    )
    .option('--no-canary', 'move more than a thousand digests without proving one')
    .option('--bypass-client-trust', 'have Clerk not ask for a code with the first sign-in on a device')
    .option(
      '--organizations <file>',
      'organizations, properties, memberships and grants of these people, CSV or a JSON object a line: checked whole first',
    )
    .option(
      '--skip-broken',
      'give what the good rows of that file say; without it one broken row refuses all',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nStopped or killed at any point, the same command goes on: an account whose answer was lost is looked for at Clerk\n' +
        'by its id before anything is made again. Exit codes: 0 all were moved or failed for good, 1 anything else.\n' +
        '\nExample:\n  npm run tenantry -- accounts import --dry-run\n' +
        "  printf '%s' 'the password of ada' | npm run tenantry -- accounts import --canary ada@example.org",
    )
    .action(async (options: ImportCommandOptions) => {
      const canary =
        typeof options.canary === 'string'
          ? { emailAddress: options.canary.toLowerCase(), password: passwordIn(await host.input()) }
          : null;
      await host.withAccounts(async (service) => {
        const loaded = await loadOrganizations(service, options, host);
        if (options.dryRun) {
          const preview = await service.get(ImportService).preview({ rate: options.rate });
          host.print(
            options.json
              ? JSON.stringify({ ...preview, organizations: loaded }, null, 2)
              : previewText(preview, loaded),
          );
          return;
        }
        const line = new ProgressLine('accounts');
        const report = await interruptible((signal) =>
          service.get(ImportRunService).run(
            {
              limit: options.limit,
              rate: options.rate,
              canary,
              withoutCanary: options.canary === false,
              bypassClientTrust: options.bypassClientTrust ?? false,
              signal,
              onProgress: (done, total, perSecond) => {
                const left = perSecond > 0 ? Math.ceil((total - done) / perSecond) : 0;
                line.show(done, total, `accounts, ${perSecond.toFixed(1)} a second, ${duration(left)} left`);
              },
              onRight: (kind, done) => {
                line.show(done, undefined, PLURALS[kind]);
              },
            },
            CLI_ACTOR,
          ),
        )
          .catch((error: unknown) => {
            const why =
              error instanceof ClerkUnavailableError ? `${error.message}.` : describeDatabaseFault(error);
            if (why === undefined) throw error;
            throw new CommandFailure(`${why} The same command goes on from here.`, { cause: error });
          })
          .finally(() => {
            line.end();
          });
        host.print(options.json ? JSON.stringify(report, null, 2) : reportText(report));
      });
    });
}

/** The line end that a terminal adds is no part of it. */
function passwordIn(input: string): string {
  const password = input.replace(/\r?\n$/, '');
  if (password === '') throw new CommandFailure('There is no password of the canary on standard input.');
  return password;
}

function previewText(
  { waiting, wouldCreate, wouldMatch, wouldFail, hashers, seconds }: ImportPreview,
  loaded: RightsLoadReport | null,
): string {
  return [
    `${accounts(waiting)} to move: ${wouldCreate} to create, ${wouldMatch} at Clerk already, ${wouldFail} in somebody’s way.`,
    ...Object.entries(hashers).map(([hasher, count]) => `  ${hasher}: ${count}`),
    ...(loaded === null ? [] : [`${rightsText(loaded)} to give.`]),
    `At this rate it takes ${duration(Math.ceil(seconds))}. Nothing was changed.`,
  ].join('\n');
}

function rightsText(counts: Readonly<Record<keyof typeof PLURALS, number>>): string {
  return RIGHT_KINDS.map((kind) => `${counts[kind]} ${PLURALS[kind]}`).join(', ');
}

function reportText({ id, created, matched, failed, gone, left, seconds, rights }: ImportRunReport): string {
  const total = created + matched + failed + gone;
  return [
    `${accounts(total)}: ${created} created, ${matched} matched, ${failed} failed${gone > 0 ? `, ${gone} erased meanwhile` : ''}.`,
    ...(rights === null
      ? []
      : RIGHT_KINDS.map((kind) => {
          const { created: given, matched: held, failed: refused, waiting } = rights.kinds[kind];
          const later = waiting > 0 ? `, ${waiting} wait for people` : '';
          return `${PLURALS[kind]}: ${given} given, ${held} there already, ${refused} not given${later}.`;
        })),
    ...(rights?.failures ?? []).map(({ line, error }) => `  line ${line}: ${error}`),
    `Import ${id}, ${duration(Math.ceil(seconds))}.`,
    ...(left > 0 ? [`${accounts(left)} still to move.`] : []),
    ...(failed > 0 ? ['Why accounts failed: tenantry accounts status'] : []),
  ].join('\n');
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
