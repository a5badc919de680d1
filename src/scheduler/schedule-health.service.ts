import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { Clock } from '#libs/time';
import type { HealthReport } from '#manifest';
import { ScheduleService } from './schedule.service.js';

/** A periodic job may be this late before it counts as late: a run takes its turn, and a replica may stop. */
const LATE_AFTER_MS = 120_000;

/** Whether every periodic job runs when it should, and how it ended. */
@Injectable()
export class ScheduleHealthService {
  constructor(
    private readonly schedule: ScheduleService,
    private readonly clock: Clock,
  ) {}

  async check(): Promise<HealthReport> {
    const list = await this.schedule.list(systemScope('health'));
    const now = this.clock.nowMs();
    const runs = list.flatMap(({ lastRun }) => lastRun ?? []);
    const failed = runs.filter(({ state }) => state === 'failed' || state === 'lost').map(({ job }) => job);
    const late = runs
      .filter(({ nextAt }) => nextAt !== null && Date.parse(nextAt) + LATE_AFTER_MS < now)
      .map(({ job }) => job);
    return {
      status: failed.length + late.length > 0 ? 'warning' : 'ok',
      detail: {
        known: list.length,
        neverRan: list.length - runs.length,
        failed: failed.length,
        late: late.length,
        failedJobs: failed.join(' '),
        lateJobs: late.join(' '),
        lastRunAt:
          runs
            .map(({ startedAt }) => startedAt)
            .toSorted()
            .at(-1) ?? null,
      },
    };
  }
}
