import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found, type Reference } from '#auth';
import { ClerkApi, ClerkRefusedError, ClerkUnavailableError } from '#libs/clerk';
import { type PlatformScope, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { PlatformOwnerProtectionService } from '../platform-roles/platform-owner-protection.service.js';
import type { User } from '../user.entity.js';
import { confirmBanJob, endSessionsJob } from '../user.jobs.js';
import { usersErrors } from '../users.errors.js';
import { UserLookupService } from '../user-lookup.service.js';
import { UsersStore } from '../users.store.js';

/** What platform staff do with people's accounts. */
@Injectable()
export class UsersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersStore,
    private readonly lookup: UserLookupService,
    private readonly protection: PlatformOwnerProtectionService,
    private readonly clerk: ClerkApi,
    private readonly jobs: JobQueue,
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
    return found(await this.unitOfWork.run(scope, () => this.lookup.findByReference(person)));
  }

  /** Bans here with the commit; a job tells Clerk, which signs the person out, for as long as that takes. */
  async ban(scope: PlatformScope, caller: Caller, person: Reference): Promise<User> {
    const user = await this.get(scope, person);
    if (user.id === caller.userId) throw usersErrors.ownAccount();
    await this.unitOfWork.run(scope, async () => {
      await this.protection.lockOwners();
      await this.protection.demandNotAbove(caller.userId, user.id);
      await this.protection.demandAnotherOwner(user.id);
      const current = found(await this.users.lock(user.id));
      const banPending = current.clerkId !== null;
      // A ban that only Clerk told of is gone with its next word, which may be under way: this one is ours as well.
      if (current.banned && current.banPending === banPending) return;
      // Our own change is as of now: an older event that still says otherwise must not undo it.
      const now = this.clock.now();
      await this.users.update(user.id, { banned: true, banPending, sourceUpdatedAt: now, updatedAt: now });
      if (!current.banned) await this.record('user.banned', caller, user.id);
      if (banPending) await this.jobs.enqueue(confirmBanJob, { userId: user.id });
    });
    return this.get(scope, { kind: 'id', id: user.id });
  }

  /** Unbans at Clerk first: a right is given only when its authority has given it. */
  async unban(scope: PlatformScope, caller: Caller, person: Reference): Promise<User> {
    const user = await this.get(scope, person);
    if (user.frozenAt !== null) throw usersErrors.beingErased();
    await this.unitOfWork.run(scope, () => this.protection.demandNotAbove(caller.userId, user.id));
    const { clerkId } = user;
    if (clerkId !== null) await answering(() => this.clerk.unbanUser(clerkId));
    await this.unitOfWork.run(scope, async () => {
      const current = await this.users.lock(user.id);
      if (current === null || current.frozenAt !== null) throw usersErrors.beingErased();
      if (!current.banned && !current.banPending) return;
      const now = this.clock.now();
      await this.users.update(user.id, {
        banned: false,
        banPending: false,
        sourceUpdatedAt: now,
        updatedAt: now,
      });
      await this.record('user.unbanned', caller, user.id);
    });
    return this.get(scope, { kind: 'id', id: user.id });
  }

  /** Refuses every token issued until now and every session known until now, at once; a job ends them at Clerk. */
  async revokeSessions(scope: PlatformScope, caller: Caller, person: Reference): Promise<void> {
    const user = await this.get(scope, person);
    await this.unitOfWork.run(scope, async () => {
      await this.protection.demandNotAbove(caller.userId, user.id);
      await this.users.signOut(user.id);
      await this.record('user.sessions_revoked', caller, user.id);
      if (user.clerkId !== null) await this.jobs.enqueue(endSessionsJob, { userId: user.id });
    });
  }

  private async record(
    action: 'user.banned' | 'user.unbanned' | 'user.sessions_revoked',
    caller: Caller,
    userId: string,
  ): Promise<void> {
    await this.audit.record({ actor: actorOf(caller), action, target: { kind: 'user', id: userId } });
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
