import type { PeriodicJobHandler } from '#manifest';
import type { CronSchedule } from './cron.rule.js';

/** Something that is done again and again, once for the whole cluster. */
export interface PeriodicJob {
  readonly name: string;
  readonly schedule: CronSchedule;
  /** The module that answers for it. */
  readonly owner: string;
  /** A run that takes longer is ended and counts as failed. */
  readonly timeoutSeconds: number;
  /** What it means when no run succeeds for a while, in a sentence for whoever is woken up by it. */
  readonly miss: string;
  readonly run: PeriodicJobHandler;
}

/** This run is not in charge any more: its lease ran out and another replica has taken it, or it was ended. */
export class RunLostError extends Error {
  constructor(job: string) {
    super(`the run of ${job} is not in charge any more`);
  }
}
