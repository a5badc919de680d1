import { ApiProperty } from '@nestjs/swagger';
import type { PeriodicJob } from './periodic-job.js';
import type { ScheduledRun } from './scheduled-run.entity.js';

const STATES = ['running', 'succeeded', 'failed', 'skipped', 'lost'] as const;

/** One run of a periodic job. */
export class ScheduledRunResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  job!: string;

  @ApiProperty({ format: 'date-time', description: 'The minute it was for; one that was asked for, when.' })
  slot!: string;

  @ApiProperty({ enum: ['schedule', 'manual'] })
  trigger!: string;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty({ description: 'How many replicas had it, one after the other.' })
  attempts!: number;

  @ApiProperty({ format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  nextAt!: string | null;

  @ApiProperty({ description: 'It took longer than it may, or ran into the slot after it.' })
  overran!: boolean;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  result!: object | null;

  @ApiProperty({ type: String, nullable: true })
  error!: string | null;

  static from(run: ScheduledRun): ScheduledRunResponse {
    return {
      id: run.id,
      job: run.job,
      slot: run.slot.toISOString(),
      trigger: run.trigger,
      state: run.state,
      attempts: run.token,
      startedAt: run.startedAt.toISOString(),
      finishedAt: run.finishedAt?.toISOString() ?? null,
      nextAt: run.nextSlot?.toISOString() ?? null,
      overran: run.overran,
      result: run.result,
      error: run.error,
    };
  }
}

/** A periodic job and how it went last. */
export class PeriodicJobResponse {
  @ApiProperty({ example: 'webhooks.silence' })
  name!: string;

  @ApiProperty({ example: 'webhooks' })
  owner!: string;

  @ApiProperty({ example: '*/5 * * * *', description: 'Five fields, in UTC.' })
  cron!: string;

  @ApiProperty()
  timeoutSeconds!: number;

  @ApiProperty({ description: 'What it means when it does not run.' })
  miss!: string;

  @ApiProperty({ format: 'date-time' })
  nextAt!: string;

  @ApiProperty({ type: ScheduledRunResponse, nullable: true })
  lastRun!: ScheduledRunResponse | null;

  static from(job: PeriodicJob, lastRun: ScheduledRun | null, now: Date): PeriodicJobResponse {
    return {
      name: job.name,
      owner: job.owner,
      cron: job.schedule.expression,
      timeoutSeconds: job.timeoutSeconds,
      miss: job.miss,
      nextAt: job.schedule.slotAfter(now).toISOString(),
      lastRun: lastRun === null ? null : ScheduledRunResponse.from(lastRun),
    };
  }
}

/** All periodic jobs; there are few, so there are no pages. */
export class ScheduleResponse {
  @ApiProperty({ type: [PeriodicJobResponse] })
  data!: PeriodicJobResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Always null.' })
  nextCursor!: null;
}
