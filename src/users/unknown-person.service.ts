import { Injectable } from '@nestjs/common';
import { authErrors, systemScope, type UnknownPersonResolver } from '#auth';
import { ClerkApi, unlessMissing } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { UserMirrorService } from './mirror/user-mirror.service.js';

/** Somebody signs in before the webhook about them arrives: Clerk is asked once, for everybody who waits. */
@Injectable()
export class UnknownPersonService implements UnknownPersonResolver {
  private readonly underway = new Map<string, Promise<boolean>>();

  constructor(
    private readonly clerk: ClerkApi,
    private readonly unitOfWork: UnitOfWork,
    private readonly mirror: UserMirrorService,
  ) {}

  resolve(clerkUserId: string): Promise<boolean> {
    const asked = this.underway.get(clerkUserId);
    if (asked !== undefined) return asked;
    const asking = this.ask(clerkUserId).finally(() => this.underway.delete(clerkUserId));
    this.underway.set(clerkUserId, asking);
    return asking;
  }

  private async ask(clerkUserId: string): Promise<boolean> {
    const clerkUser = await this.fetch(clerkUserId);
    if (clerkUser === null) return false;
    const user = await this.unitOfWork.run(systemScope('auth'), () =>
      this.mirror.apply(
        clerkUser,
        { updatedAt: clerkUser.updatedAt, eventAt: null },
        { kind: 'system', name: 'auth' },
      ),
    );
    return user !== null;
  }

  private async fetch(clerkUserId: string) {
    try {
      return await unlessMissing(() => this.clerk.getUser(clerkUserId));
    } catch (error) {
      throw authErrors.directoryUnavailable(error);
    }
  }
}
