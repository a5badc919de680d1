import { Injectable } from '@nestjs/common';
import { authErrors, type SessionResolver, systemScope } from '#auth';
import { ClerkApi, unlessMissing } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { SessionMirrorService } from './mirror/session-mirror.service.js';

/** Somebody who was signed out signs in again before the webhook about the new session arrives: Clerk is asked once. */
@Injectable()
export class UnknownSessionService implements SessionResolver {
  private readonly underway = new Map<string, Promise<boolean>>();

  constructor(
    private readonly clerk: ClerkApi,
    private readonly unitOfWork: UnitOfWork,
    private readonly mirror: SessionMirrorService,
  ) {}

  resolve(sessionId: string, clerkUserId: string): Promise<boolean> {
    const key = `${sessionId} ${clerkUserId}`;
    const asked = this.underway.get(key);
    if (asked !== undefined) return asked;
    const asking = this.ask(sessionId, clerkUserId).finally(() => this.underway.delete(key));
    this.underway.set(key, asking);
    return asking;
  }

  private async ask(sessionId: string, clerkUserId: string): Promise<boolean> {
    const session = await this.fetch(sessionId);
    if (session === null || session.userId !== clerkUserId) return false;
    return this.unitOfWork.run(systemScope('auth'), () =>
      this.mirror.apply(session, { kind: 'system', name: 'auth' }),
    );
  }

  private async fetch(sessionId: string) {
    try {
      return await unlessMissing(() => this.clerk.getSession(sessionId));
    } catch (error) {
      throw authErrors.directoryUnavailable(error);
    }
  }
}
