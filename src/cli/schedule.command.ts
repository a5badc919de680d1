import { Command } from 'commander';
import { systemScope } from '#auth';
import { ScheduleService, SchedulerService } from '#scheduler';
import { CommandFailure } from './command-failure.js';
import { CLI_ACTOR, withService } from './service-context.js';

/** `schedule list|run`: the periodic jobs. */
export function scheduleCommand(): Command {
  return new Command('schedule')
    .description('Look at the periodic jobs and run one by hand.')
    .addCommand(listCommand())
    .addCommand(runCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description('List every periodic job: when it runs (UTC) and how it went last.')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const jobs = await withService((service) =>
        service.get(ScheduleService).list(systemScope('scheduler')),
      );
      if (json) {
        console.log(JSON.stringify({ data: jobs }, null, 2));
        return;
      }
      for (const { name, cron, nextAt, lastRun } of jobs) {
        const last = lastRun === null ? 'never ran' : `${lastRun.state} at ${lastRun.startedAt}`;
        console.log(`${name.padEnd(28)} ${cron.padEnd(14)} next ${nextAt}  ${last}`);
      }
    });
}

function runCommand(): Command {
  return new Command('run')
    .description('Run a periodic job now and wait for it. Exit code 0 only when it succeeded.')
    .argument('<job>', 'its name, as `schedule list` prints it')
    .option('--json', 'print JSON')
    .action(async (job: string, { json }: { json?: true }) => {
      const ended = await withService(async (service) => {
        const { done } = await service.get(SchedulerService).runNow(job, CLI_ACTOR);
        return done;
      });
      if (ended.state !== 'succeeded') {
        throw new CommandFailure(`${job} ${ended.state}: ${ended.error ?? 'the log says why'}.`);
      }
      console.log(json ? JSON.stringify(ended.result) : `${job} succeeded: ${JSON.stringify(ended.result)}`);
    });
}
