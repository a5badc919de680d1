import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { ActivityRecorder, type Actor } from '#auth';
import type { ClerkSession } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { UserSession } from '../user-session.entity.js';
import { UsersStore } from '../users.store.js';

const ENDED = new Set(['revoked', 'ended', 'removed', 'expired', 'abandoned', 'replaced']);

/** Keeps what Clerk tells of sessions, so that an ended one is refused although its token lives on. */
@Injectable()
export class SessionMirrorService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersStore,
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
    const sessions = this.unitOfWork.manager().getRepository(UserSession);
    const mirrored = await sessions
      .createQueryBuilder('session')
      .setLock('pessimistic_write')
      .where({ clerkId: session.id })
      .getOne();
    const hasEnded = ENDED.has(session.status);
    const isStale = mirrored !== null && mirrored.sourceUpdatedAt.getTime() >= session.updatedAt.getTime();
    if (mirrored?.endedAt != null || (isStale && !hasEnded)) return true;
    await sessions.upsert(
      {
        clerkId: session.id,
        userId: user.id,
        status: session.status,
        createdAt: session.createdAt,
        lastActiveAt: session.lastActiveAt,
        expiresAt: session.expiresAt,
        endedAt: hasEnded ? session.updatedAt : null,
        sourceUpdatedAt: session.updatedAt,
      },
      ['clerkId'],
    );
    if (mirrored === null && !session.isImpersonated) {
      await this.activity.signedIn(user.id, session.createdAt);
    }
    if (hasEnded) {
      await this.audit.record({
        actor,
        action: 'session.ended',
        target: { kind: 'user', id: user.id },
        change: { sessionId: session.id, status: session.status },
      });
    }
    return true;
  }
}
