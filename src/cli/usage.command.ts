import { Command } from 'commander';
import { csvOf, NamedReportsService, RollUpsService, summaryOf, UsageMonthsService } from '#usage';
import { CommandFailure } from './command-failure.js';
import { CLI_ACTOR, withService } from './service-context.js';

interface ReportOptions {
  readonly month?: string;
  readonly organization?: string;
  readonly property?: string;
  readonly timezone?: string;
  readonly json?: true;
  readonly csv?: true;
}

/** `usage report|roll-up|close`: what is billed, and the work of the scheduler by hand. */
export function usageCommand(): Command {
  return new Command('usage')
    .description('Report usage in the unit that Clerk bills, roll up days, close months.')
    .addCommand(reportCommand())
    .addCommand(rollUpCommand())
    .addCommand(closeCommand());
}

function reportCommand(): Command {
  return new Command('report')
    .description('Print the usage of a month: of the platform, an organization or a property.')
    .option('-m, --month <YYYY-MM>', 'which month; the running one unless told')
    .option('-o, --organization <slug or id>', 'of this organization only')
    .option('-p, --property <slug or id>', 'of this property of the organization only')
    .option('-t, --timezone <name>', 'UTC, local, or the name of the place’s own zone', 'UTC')
    .option('--json', 'print the report as JSON; a closed month is the same bytes every time')
    .option('--csv', 'print one line for each day')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  npm run tenantry -- usage report --month 2026-11\n' +
        '  npm run --silent tenantry -- usage report --month 2026-11 --organization harbour --csv > harbour.csv',
    )
    .action(async (options: ReportOptions) => {
      if (options.json && options.csv) throw new CommandFailure('Choose one of --json and --csv.');
      const month = options.month === undefined ? undefined : monthIn(options.month);
      await withService(async (service) => {
        const { organization, property, timezone } = options;
        const wanted = { month, timezone };
        const given = await service.get(NamedReportsService).giveByName({ organization, property }, wanted);
        if (given === null) {
          throw new CommandFailure(
            organization === undefined
              ? 'Name the organization of the property with --organization.'
              : 'There is no such organization or property.',
          );
        }
        if (options.json) console.log(given.body);
        else if (options.csv) process.stdout.write(csvOf(given.report));
        else console.log(summaryOf(given.report, given.placeName));
      });
    });
}

function rollUpCommand(): Command {
  return new Command('roll-up')
    .description('Record a day that is over, or all that are missing; done again it gives the same bytes.')
    .option('-d, --day <YYYY-MM-DD>', 'which day; all that are due unless told')
    .action(async ({ day }: { day?: string }) => {
      if (day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
        throw new CommandFailure('--day takes a day, as YYYY-MM-DD.');
      }
      await withService(async (service) => {
        const rollUps = service.get(RollUpsService);
        if (day !== undefined) console.log((await rollUps.rollUpDay(day, CLI_ACTOR)).body);
        else console.log(JSON.stringify({ rolledUp: await rollUps.rollUpDueDays(CLI_ACTOR) }));
      });
    });
}

function closeCommand(): Command {
  return new Command('close')
    .description('Close a month that is over, or all that are due: their reports never change again.')
    .option('-m, --month <YYYY-MM>', 'which month; all that are due unless told')
    .action(async ({ month }: { month?: string }) => {
      const wanted = month === undefined ? undefined : monthIn(month);
      await withService(async (service) => {
        const months = service.get(UsageMonthsService);
        if (wanted !== undefined) console.log((await months.closeMonth(wanted, CLI_ACTOR)).body);
        else console.log(JSON.stringify({ closed: await months.closeDueMonths(CLI_ACTOR) }));
      });
    });
}

function monthIn(text: string): string {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) throw new CommandFailure('--month takes a month, as YYYY-MM.');
  return text;
}
