import type { INestApplicationContext } from '@nestjs/common';
import { Command, Option } from 'commander';
import { systemScope } from '#auth';
import { isLowerCaseUuid } from '#libs/uuid';
import {
  ReconciliationItemResponse,
  ReconciliationResponse,
  ReconciliationsService,
  reconciliationReportOf,
  RunnerService,
} from '#reconciliation';
import { CommandFailure } from './command-failure.js';
import { onceNoOtherReconciles } from './once-no-other-reconciles.js';
import { ProgressLine } from './progress-line.js';
import { interruptible } from './interruptible.js';
import { countUpTo } from './count-up-to.js';
import { CLI_ACTOR, withService } from './service-context.js';

const SCOPE = () => systemScope('reconciliation');
const SHOWN = 50;

/** `reconcile plan|apply|list|show`: how far the mirror is from Clerk, and its repair. */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description('Compare the mirror with Clerk, and bring it to what Clerk says.')
    .addCommand(planCommand())
    .addCommand(applyCommand())
    .addCommand(listCommand())
    .addCommand(showCommand());
}

function planCommand(): Command {
  return new Command('plan')
    .description(
      'Compare and report; changes nothing. Exit code 0 when the comparison was made, drift or none.',
    )
    .addOption(
      new Option('-m, --mode <mode>', 'compare everything, or what changed since the last time')
        .choices(['full', 'incremental'])
        .default('full'),
    )
    .option('--fail-on-drift', 'exit code 1 when anything differs')
    .option('-n, --limit <number>', 'how many items to print', countUpTo(999_999), SHOWN)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 compared (with --fail-on-drift: and the same), 1 anything else; a plan that the safety threshold holds is 0,\n' +
        'its status is `blocked`.\n\nExample:\n  npm run tenantry -- reconcile plan',
    )
    .action(
      async (options: { mode: 'full' | 'incremental'; failOnDrift?: true; limit: number; json?: true }) => {
        const drift = await withService(async (service) => {
          const reconciliations = service.get(ReconciliationsService);
          const begun = await onceNoOtherReconciles(() =>
            reconciliations.begin(options.mode, CLI_ACTOR, 'caller'),
          );
          await carry(service, begun.id);
          return print(service, begun.id, options);
        });
        if (options.failOnDrift && drift > 0) throw new CommandFailure(`${drift} objects differ from Clerk.`);
      },
    );
}

function applyCommand(): Command {
  return new Command('apply')
    .description('Carry out the plan with this hash. Exit code 0 only when all of it was.')
    .argument('<hash>', 'of the plan, as `reconcile plan` prints it')
    .option(
      '--force',
      'release the safety threshold: the plan removes more than 5 % or 50, or Clerk’s list was not complete',
    )
    .option('-n, --limit <number>', 'how many items to print', countUpTo(999_999), SHOWN)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nStopped in the middle, it goes on with the same command.\n\nExample:\n' +
        '  npm run tenantry -- reconcile apply 4f1c…',
    )
    .action(async (hash: string, options: { force?: true; limit: number; json?: true }) => {
      await withService(async (service) => {
        const reconciliations = service.get(ReconciliationsService);
        const run = await reconciliations.findByHash(SCOPE(), hash);
        if (run === null)
          throw new CommandFailure('There is no plan with this hash. `reconcile plan` makes one.');
        const order = { hash, force: options.force ?? false };
        await onceNoOtherReconciles(() => reconciliations.order(run.id, order, CLI_ACTOR, 'caller'));
        await carry(service, run.id);
        await print(service, run.id, options);
      });
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('List reconciliations, newest first.')
    .option('-n, --limit <number>', 'how many at most', countUpTo(999_999), 20)
    .option('--json', 'print JSON')
    .action(async ({ limit, json }: { limit: number; json?: true }) => {
      const runs = await withService((service) =>
        service.get(ReconciliationsService).list(SCOPE(), null, limit),
      );
      const shown = runs.map((run) => ReconciliationResponse.from(run));
      if (json) console.log(JSON.stringify({ data: shown }, null, 2));
      else if (shown.length === 0) console.log('Nothing was compared yet.');
      for (const { id, startedAt, mode, status, drift } of json ? [] : shown) {
        console.log(
          `${startedAt}  ${id}  ${mode.padEnd(11)}  ${status.padEnd(8)}  drift ${drift?.total ?? '?'}`,
        );
      }
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('Print what one reconciliation found and what became of it.')
    .argument('<id>', 'as `reconcile list` prints it')
    .option('-n, --limit <number>', 'how many items to print', countUpTo(999_999), SHOWN)
    .option('--json', 'print JSON')
    .action(async (id: string, options: { limit: number; json?: true }) => {
      if (!isLowerCaseUuid(id)) throw new CommandFailure('That is no id.');
      await withService((service) => print(service, id, options));
    });
}

/** Works until the run stands still, with a line that says how far it is. */
async function carry(service: INestApplicationContext, id: string): Promise<void> {
  const line = new ProgressLine('');
  try {
    const run = await interruptible((signal) =>
      onceNoOtherReconciles(() =>
        service.get(RunnerService).carry(id, {
          signal,
          onProgress: ({ phase, done, total }) => {
            line.show(done, total, phase);
          },
        }),
      ),
    );
    if (run.status === 'failed') {
      throw new CommandFailure(
        `The reconciliation failed (${run.error ?? 'unknown'}); \`reconcile show ${id}\` says more.`,
      );
    }
  } finally {
    line.end();
  }
}

/** @returns how many things differ */
async function print(
  service: INestApplicationContext,
  id: string,
  { limit, json }: { limit: number; json?: true },
): Promise<number> {
  const reconciliations = service.get(ReconciliationsService);
  const run = await reconciliations.get(SCOPE(), id);
  const everything = { kind: null, change: null, outcome: null };
  const items = await reconciliations.listItems(SCOPE(), id, everything, null, limit);
  const outcomes = await reconciliations.outcomes(SCOPE(), id);
  if (json) {
    const shown = items.map((item) => ReconciliationItemResponse.from(item));
    console.log(JSON.stringify({ ...ReconciliationResponse.from(run), outcomes, items: shown }, null, 2));
  } else console.log(reconciliationReportOf(run, items, outcomes));
  return run.drift?.total ?? 0;
}
