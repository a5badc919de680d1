/**
 * One replica of the scheduler as a process of its own, told by its parent when to look at the schedule, at what time, and
 * with which signal to strike itself once it has the slot and has not done the work.
 *
 * Needs a build. Environment: DATABASE_URL, LEASE_MS, BEGAN_AT.
 */
import { AuditLog } from '#audit';
import { createDataSource, UnitOfWork } from '#libs/database';
import { FixedClock } from '#libs/time';
import { CronSchedule, JobRunnerService, RunLostError, SchedulerService } from '#scheduler';
import { entities } from '#src/entities';
import { RunsStore } from '#src/scheduler/runs.store';

const leaseMs = Number(process.env.LEASE_MS);
const quiet = /** @type {any} */ ({ warn: () => undefined, error: () => undefined });

class QuickRunner extends JobRunnerService {
  /** @override */
  leaseMs = leaseMs;
}

const dataSource = createDataSource({
  url: process.env.DATABASE_URL ?? '',
  entities,
  poolSize: 3,
  onConnectionError: () => undefined,
});
await dataSource.initialize();
const unitOfWork = new UnitOfWork(dataSource);
const runs = new RunsStore(unitOfWork);
const clock = new FixedClock(new Date(process.env.BEGAN_AT ?? 0));
/** @type {NodeJS.Signals | null} */
let mishap = null;
const job = {
  name: 'tick',
  schedule: new CronSchedule('* * * * *'),
  owner: 'test',
  timeoutSeconds: 60,
  miss: '',
  run: async ({ slot, conclude }) => {
    await new Promise((sent) => process.send?.({ kind: 'holding', slot: slot.toISOString() }, sent));
    if (mishap !== null) process.kill(process.pid, mishap);
    try {
      return await conclude(async () => {
        await unitOfWork.manager().query('insert into effects (slot) values ($1)', [slot]);
        return {};
      });
    } catch (error) {
      if (error instanceof RunLostError) process.send?.({ kind: 'refused', slot: slot.toISOString() });
      throw error;
    }
  },
};
const jobs = /** @type {any} */ ({ list: [job], find: (name) => (name === job.name ? job : undefined) });
const scheduler = new SchedulerService(
  jobs,
  new QuickRunner(unitOfWork, runs, quiet),
  runs,
  unitOfWork,
  new AuditLog(unitOfWork),
  quiet,
  clock,
);

process.on('message', async ({ at, signal }) => {
  mishap = signal;
  clock.advanceSeconds((new Date(at).getTime() - clock.nowMs()) / 1000);
  try {
    await scheduler.tick();
  } catch {
    // The parent looks at the rows.
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.({ kind: 'ready' });
