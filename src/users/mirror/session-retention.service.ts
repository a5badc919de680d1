import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { deleteInBites, type RunContext } from '#manifest';

const AT_ONCE = 5_000;
/** A token lives for ten minutes at most, so what is known of its session decides nothing after this. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Drops sessions that ended long ago. */
@Injectable()
export class SessionRetentionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async drop(context: RunContext): Promise<{ sessions: number; expiredSessions: number }> {
    const before = new Date(this.clock.nowMs() - KEPT_MS);
    const drop = (isOver: string) =>
      deleteInBites(
        context,
        this.unitOfWork,
        AT_ONCE,
        `delete from user_sessions where clerk_id = any (array(
           select clerk_id from user_sessions where ${isOver} limit ${AT_ONCE}))`,
        before,
      );
    return {
      sessions: await drop('ended_at < $1'),
      // Clerk does not always tell of the end of a session that ran out.
      expiredSessions: await drop('ended_at is null and expires_at < $1'),
    };
  }
}
