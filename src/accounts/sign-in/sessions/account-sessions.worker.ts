import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ClerkFrontend } from '#libs/clerk';
import { JobQueue } from '#libs/jobs';
import { Environment } from '#settings';
import { AccountSessionsService } from './account-sessions.service.js';
import { endAccountSessionJob } from './account-session.jobs.js';

/** Ends at Clerk what has ended here. A repeat finds nothing left to do. */
@Injectable()
export class AccountSessionsWorker implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly sessions: AccountSessionsService,
    private readonly frontend: ClerkFrontend,
    private readonly environment: Environment,
  ) {}

  onModuleInit(): void {
    this.jobs.register(endAccountSessionJob, ({ accountSessionId }) => this.end(accountSessionId));
  }

  private async end(id: string): Promise<void> {
    const clientToken = await this.sessions.clientTokenOf(id);
    const [origin] = this.environment.clerk.authorizedParties;
    if (clientToken !== null && origin !== undefined)
      await this.frontend.signOut(clientToken, { origin, userAgent: null });
    await this.sessions.forget(id);
  }
}
