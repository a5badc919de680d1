import { Injectable } from '@nestjs/common';
import type { PlatformScope, SystemScope } from '#libs/database';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { PeriodicJobs } from './periodic-jobs.js';
import { RunsStore } from './runs.store.js';
import { PeriodicJobResponse } from './schedule.dto.js';
import type { ScheduledRun } from './scheduled-run.entity.js';
import { schedulerErrors } from './scheduler.errors.js';

/** What there is to see of the schedule. */
@Injectable()
export class ScheduleService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: PeriodicJobs,
    private readonly runs: RunsStore,
    private readonly clock: Clock,
  ) {}

  /** Every job with its last run. */
  async list(scope: PlatformScope | SystemScope): Promise<PeriodicJobResponse[]> {
    const latest = await this.unitOfWork.run(scope, () =>
      this.runs.listLatest(this.jobs.list.map(({ name }) => name)),
    );
    const lastRuns = new Map(latest.map((run) => [run.job, run]));
    const now = this.clock.now();
    return this.jobs.list.map((job) => PeriodicJobResponse.from(job, lastRuns.get(job.name) ?? null, now));
  }

  /** @throws AppError 404 for a job that does not exist */
  async runsOf(
    scope: PlatformScope,
    job: string,
    before: string | null,
    limit: number,
  ): Promise<ScheduledRun[]> {
    if (this.jobs.find(job) === undefined) throw schedulerErrors.unknownJob();
    return this.unitOfWork.run(scope, () => this.runs.listOf(job, before, limit));
  }
}
