/**
 * Periodic jobs, each tick once for the whole cluster. What there is stands in the manifests of the modules.
 *
 * Owns `scheduled_runs`, and `rate_limits` and `migrations`, which libraries write. Invariants: a slot of a job is
 * taken by one replica; two runs of a job never overlap; a replica that lost its lease writes nothing more in a run's
 * name; every run, late or skipped or lost, leaves a row.
 */
export { CronSchedule } from './cron.rule.js';
export { JobRunnerService } from './job-runner.service.js';
export type { PeriodicJob } from './periodic-job.js';
export { RunLostError } from './periodic-job.js';
export { PeriodicJobs } from './periodic-jobs.js';
export { ScheduleService } from './schedule.service.js';
export { SchedulerService } from './scheduler.service.js';
export { SchedulerModule } from './scheduler.module.js';
