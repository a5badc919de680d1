import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { ActivityRecorder, type Actor } from '#auth';
import type { ClerkSession } from '#libs/clerk';
import { jsonText, UnitOfWork } from '#libs/database';
import { UserSession } from '../user-session.entity.js';
import { UserLookupService } from '../user-lookup.service.js';

const ENDED = new Set(['revoked', 'ended', 'removed', 'expired', 'abandoned', 'replaced']);

const INSERT_SESSIONS = `
  insert into user_sessions (clerk_id, user_id, status, created_at, last_active_at, expires_at, ended_at, impersonator,
                             source_updated_at)
  select * from jsonb_to_recordset($1::jsonb) as session (
    "clerkId" text, "userId" uuid, status text, "createdAt" timestamptz, "lastActiveAt" timestamptz,
    "expiresAt" timestamptz, "endedAt" timestamptz, impersonator text, "sourceUpdatedAt" timestamptz)
  on conflict do nothing returning clerk_id`;

/** Keeps what Clerk tells of sessions, so that an ended one is refused although its token lives on. */
@Injectable()
export class SessionMirrorService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserLookupService,
    private readonly audit: AuditLog,
    private readonly activity: ActivityRecorder,
  ) {}

  /** Our id of the person whose mirrored session it is; in the open transaction. */
  async personOf(clerkId: string): Promise<string | null> {
    const session = await this.unitOfWork.manager().getRepository(UserSession).findOneBy({ clerkId });
    return session?.userId ?? null;
  }

  /**
   * Applies a state of a session in the open transaction. An ended session never lives again, whatever arrives late.
   *
   * @returns false when the person is not mirrored yet
   */
  async apply(session: ClerkSession, actor: Actor): Promise<boolean> {
    const user = await this.users.findByClerkId(session.userId);
    if (user === null) return false;
    const hasEnded = ENDED.has(session.status);
    const state = {
      clerkId: session.id,
      userId: user.id,
      status: session.status,
      createdAt: session.createdAt,
      lastActiveAt: session.lastActiveAt,
      expiresAt: session.expiresAt,
      endedAt: hasEnded ? session.updatedAt : null,
      impersonator: session.impersonator,
      sourceUpdatedAt: session.updatedAt,
    };
    const isNew = await this.insert(state);
    if (!isNew) {
      const mirrored = await this.lock(session.id);
      const isStale = mirrored.sourceUpdatedAt.getTime() >= session.updatedAt.getTime();
      if (mirrored.endedAt !== null || (isStale && !hasEnded)) return true;
      await this.sessions().update({ clerkId: session.id }, state);
    }
    if (isNew && session.impersonator === null) await this.activity.signedIn(user.id, session.createdAt);
    await this.record(session, user.id, actor, { hasBegun: isNew, hasEnded });
    return true;
  }

  /** @returns false when it is there already: of those who tell at once, one is first and the others wait for its commit */
  private async insert(state: UserSession): Promise<boolean> {
    return this.unitOfWork.gather(this.insertEach, state);
  }

  private readonly insertEach = async (states: readonly UserSession[]): Promise<boolean[]> => {
    const added = await this.unitOfWork
      .manager()
      .query<{ clerk_id: string }[]>(INSERT_SESSIONS, [jsonText(states)]);
    const ids = new Set(added.map(({ clerk_id: id }) => id));
    // Of several states of one that are told at once the first is added.
    return states.map(({ clerkId }) => ids.delete(clerkId));
  };

  private async lock(clerkId: string): Promise<UserSession> {
    return this.sessions()
      .createQueryBuilder('session')
      .setLock('pessimistic_write')
      .where({ clerkId })
      .getOneOrFail();
  }

  /** One row of each beginning and of each end, however often and in whatever order they are told. */
  private async record(
    session: ClerkSession,
    userId: string,
    teller: Actor,
    { hasBegun, hasEnded }: { hasBegun: boolean; hasEnded: boolean },
  ): Promise<void> {
    const target = { kind: 'user', id: userId };
    const impersonation = await this.impersonationOf(session);
    if (hasBegun) {
      const begunAt = session.createdAt.toISOString();
      await this.audit.record({
        // Whoever impersonates begins the session in the person's name.
        actor:
          session.impersonator === null
            ? teller
            : { kind: 'user', userId, impersonator: session.impersonator, reason: null },
        action: 'session.started',
        target,
        change: { sessionId: session.id, begunAt, ...impersonation },
      });
    }
    if (hasEnded) {
      await this.audit.record({
        actor: teller,
        action: 'session.ended',
        target,
        change: { sessionId: session.id, status: session.status, ...impersonation },
      });
    }
  }

  /** Our id of who really acted: Clerk's would outlast them in the log. Clerk's own staff are nobody here. */
  private async impersonationOf({ impersonator }: ClerkSession) {
    if (impersonator === null) return {};
    const person = await this.users.findByClerkId(impersonator);
    return { isImpersonated: true, impersonatorId: person?.id ?? null };
  }

  private sessions() {
    return this.unitOfWork.manager().getRepository(UserSession);
  }
}
