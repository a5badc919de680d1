import { Injectable } from '@nestjs/common';
import { IDEMPOTENCY_TTL_SECONDS } from '#libs/http';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { inBites, type RunContext, type RunResult } from '#manifest';
import { RunsStore } from './runs.store.js';

const AT_ONCE = 5_000;
const RUNS_KEPT_DAYS = 90;
/** A token lives for ten minutes at most, so what is known of its session decides nothing after this. */
export const SESSIONS_KEPT_DAYS = 30;
export const ALARMS_KEPT_DAYS = 90;
const DAY_MS = 24 * 3600 * 1000;

/** Removes what has served its time: remembered requests, limits' windows, leases, old runs of the schedule. */
@Injectable()
export class CleanUpService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: RunsStore,
    private readonly clock: Clock,
  ) {}

  async run(context: RunContext): Promise<RunResult> {
    const now = this.clock.nowMs();
    return {
      idempotencyKeys: await this.deleteAll(
        context,
        `delete from idempotency_keys where ctid = any (array(
           select ctid from idempotency_keys where created_at < $1 limit ${AT_ONCE}))`,
        new Date(now - IDEMPOTENCY_TTL_SECONDS * 1000),
      ),
      rateLimits: await this.deleteAll(
        context,
        `delete from rate_limits where ctid = any (array(
           select ctid from rate_limits where expire < $1 limit ${AT_ONCE}))`,
        now - DAY_MS,
      ),
      clerkWriteLeases: await this.deleteAll(
        context,
        `delete from clerk_write_leases where ctid = any (array(
           select ctid from clerk_write_leases where held_until < $1 limit ${AT_ONCE}))`,
        new Date(now - DAY_MS),
      ),
      sessions: await this.deleteAll(
        context,
        `delete from user_sessions where clerk_id = any (array(
           select clerk_id from user_sessions where ended_at < $1 limit ${AT_ONCE}))`,
        new Date(now - SESSIONS_KEPT_DAYS * DAY_MS),
      ),
      // Clerk does not always tell of the end of a session that ran out.
      expiredSessions: await this.deleteAll(
        context,
        `delete from user_sessions where clerk_id = any (array(
           select clerk_id from user_sessions where ended_at is null and expires_at < $1 limit ${AT_ONCE}))`,
        new Date(now - SESSIONS_KEPT_DAYS * DAY_MS),
      ),
      alarms: await this.deleteAll(
        context,
        `delete from sync_alarms where id = any (array(
           select id from sync_alarms where cleared_at < $1 limit ${AT_ONCE}))`,
        new Date(now - ALARMS_KEPT_DAYS * DAY_MS),
      ),
      runs: await inBites(context, AT_ONCE, () =>
        this.runs.deleteEndedBefore(new Date(now - RUNS_KEPT_DAYS * DAY_MS), AT_ONCE),
      ),
    };
  }

  private async deleteAll(context: RunContext, sql: string, before: Date | number): Promise<number> {
    return inBites(context, AT_ONCE, async () => {
      const [, affected] = await this.unitOfWork.manager().query<[unknown[], number]>(sql, [before]);
      return affected;
    });
  }
}
