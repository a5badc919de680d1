import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Actor, actorOf, authErrors, type Caller, systemScope } from '#auth';
import { ClerkApi, ClerkRefusedError, ClerkUnavailableError, type ClerkUser } from '#libs/clerk';
import { type PlatformScope, UnitOfWork } from '#libs/database';
import type { Reference } from '#libs/http';
import { Clock } from '#libs/time';
import { UserMirror } from '../mirror/user-mirror.service.js';
import type { User } from '../user.entity.js';
import { usersErrors } from '../users.errors.js';
import { UsersStore } from '../users.store.js';

/** What platform staff do with people's accounts. */
@Injectable()
export class UsersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersStore,
    private readonly mirror: UserMirror,
    private readonly clerk: ClerkApi,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async search(
    scope: PlatformScope,
    wanted: { text: string | null; before: string | null; limit: number },
  ): Promise<User[]> {
    return this.unitOfWork.run(scope, () => this.users.search(wanted));
  }

  async get(scope: PlatformScope, person: Reference): Promise<User> {
    const user = await this.unitOfWork.run(scope, () => this.users.findByReference(person));
    if (user === null) throw authErrors.notFound();
    return user;
  }

  /** Bans here at once, then at Clerk, which signs the person out; here it holds even while Clerk is away. */
  async ban(scope: PlatformScope, caller: Caller, person: Reference): Promise<User> {
    const user = await this.get(scope, person);
    if (user.id === caller.userId) throw usersErrors.ownAccount();
    await this.setBanned(scope, caller, user, true);
    return this.follow(scope, caller, user, (clerkId) => this.clerk.banUser(clerkId));
  }

  /** Unbans at Clerk first: a right is given only when its authority has given it. */
  async unban(scope: PlatformScope, caller: Caller, person: Reference): Promise<User> {
    const user = await this.get(scope, person);
    const fresh = await this.follow(scope, caller, user, (clerkId) => this.clerk.unbanUser(clerkId));
    await this.setBanned(scope, caller, fresh, false);
    return this.get(scope, { kind: 'id', id: user.id });
  }

  /** Refuses every token issued until now, at once, and ends the sessions at Clerk. */
  async revokeSessions(scope: PlatformScope, caller: Caller, person: Reference): Promise<void> {
    const user = await this.get(scope, person);
    await this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      await this.users.update(user.id, { sessionsInvalidBefore: now });
      await this.audit.record({
        actor: actorOf(caller),
        action: 'user.sessions_revoked',
        target: { kind: 'user', id: user.id },
      });
    });
    const { clerkId } = user;
    if (clerkId === null) return;
    await answering(async () => {
      for (const session of await this.clerk.listActiveSessions(clerkId))
        await this.clerk.revokeSession(session.id);
    });
  }

  private async setBanned(scope: PlatformScope, caller: Caller, user: User, banned: boolean): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      const current = await this.users.findById(user.id);
      if (current === null || current.banned === banned) return;
      // Our own change is as of now: an older event that still says otherwise must not undo it.
      const now = this.clock.now();
      await this.users.update(user.id, { banned, sourceUpdatedAt: now, updatedAt: now });
      await this.audit.record({
        actor: actorOf(caller),
        action: banned ? 'user.banned' : 'user.unbanned',
        target: { kind: 'user', id: user.id },
      });
    });
  }

  private async follow(
    scope: PlatformScope,
    caller: Caller,
    user: User,
    call: (clerkId: string) => Promise<ClerkUser>,
  ): Promise<User> {
    const { clerkId } = user;
    if (clerkId !== null) {
      const clerkUser = await answering(() => call(clerkId));
      await this.mirrorAnswer(clerkUser, actorOf(caller));
    }
    return this.get(scope, { kind: 'id', id: user.id });
  }

  private async mirrorAnswer(clerkUser: ClerkUser, actor: Actor): Promise<void> {
    const source = { updatedAt: clerkUser.updatedAt, eventAt: null };
    await this.unitOfWork.run(systemScope('mirror'), () => this.mirror.apply(clerkUser, source, actor));
  }
}

async function answering<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ClerkUnavailableError) throw usersErrors.clerkUnavailable({ cause: error });
    if (error instanceof ClerkRefusedError && error.status === 404) throw authErrors.notFound();
    throw error;
  }
}
