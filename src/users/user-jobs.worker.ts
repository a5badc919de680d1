import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemScope } from '#auth';
import { ClerkApi, type ClerkUser, unlessMissing } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { MirrorLock } from './mirror/mirror-lock.js';
import { UserMirrorService } from './mirror/user-mirror.service.js';
import { confirmBanJob, endSessionsJob } from './user.jobs.js';
import type { User } from './user.entity.js';
import { UserLookupService } from './user-lookup.service.js';
import { UsersStore } from './users.store.js';

const ACTOR = { kind: 'system', name: 'jobs' } as const;

/** Tells Clerk who is shut out here. Both jobs look at the row as it is now, so a repeat does no harm. */
@Injectable()
export class UserJobsWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersStore,
    private readonly lookup: UserLookupService,
    private readonly mirror: UserMirrorService,
    private readonly mirrorLock: MirrorLock,
    private readonly clerk: ClerkApi,
  ) {}

  onModuleInit(): void {
    this.jobs.register(confirmBanJob, ({ userId }) => this.confirmBan(userId));
    this.jobs.register(endSessionsJob, ({ userId }) => this.endSessions(userId));
  }

  private async confirmBan(userId: string): Promise<void> {
    const user = await this.find(userId);
    const clerkId = user?.clerkId ?? null;
    if (user?.banPending !== true || clerkId === null) return;
    const answer = await unlessMissing(() => this.clerk.banUser(clerkId));
    const isStillWanted = await this.unitOfWork.run(systemScope('jobs'), async () => {
      // First the object, then its row, as everybody who mirrors it.
      await this.mirrorLock.enter('user', clerkId);
      const current = await this.users.lock(userId);
      if (current?.banPending !== true) return false;
      await this.users.update(userId, { banPending: false });
      if (answer !== null) await this.follow(answer);
      return true;
    });
    // Let in again while Clerk was being told: the later word counts, at Clerk too.
    if (!isStillWanted && answer !== null) {
      const undone = await unlessMissing(() => this.clerk.unbanUser(clerkId));
      if (undone !== null) await this.unitOfWork.run(systemScope('jobs'), () => this.follow(undone));
    }
  }

  private async endSessions(userId: string): Promise<void> {
    const user = await this.find(userId);
    const clerkId = user?.clerkId ?? null;
    if (user?.signOutPending !== true || clerkId === null || user.sessionsInvalidBefore === null) return;
    const before = user.sessionsInvalidBefore;
    for (const session of (await unlessMissing(() => this.clerk.listActiveSessions(clerkId))) ?? []) {
      if (session.createdAt > before) continue;
      await unlessMissing(() => this.clerk.revokeSession(session.id));
    }
    await this.unitOfWork.run(systemScope('jobs'), async () => {
      const current = await this.users.lock(userId);
      // Signed out anew meanwhile: that has a job of its own.
      if (current?.sessionsInvalidBefore?.getTime() !== before.getTime()) return;
      await this.users.update(userId, { signOutPending: false });
    });
  }

  private async follow(clerkUser: ClerkUser): Promise<void> {
    await this.mirror.apply(clerkUser, { updatedAt: clerkUser.updatedAt, eventAt: null }, ACTOR);
  }

  private async find(userId: string): Promise<User | null> {
    return this.unitOfWork.run(systemScope('jobs'), () => this.lookup.findById(userId));
  }
}
