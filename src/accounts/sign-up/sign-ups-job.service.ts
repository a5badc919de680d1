import { Injectable } from '@nestjs/common';
import { ClerkUnavailableError } from '#libs/clerk';
import type { RunResult } from '#manifest';
import { Environment } from '#settings';
import { Clock } from '#libs/time';
import { SignUpLedgerService, SignUpOvertaken } from './sign-up-ledger.service.js';
import { SignUpSettlerService } from './sign-up-settler.service.js';

const PAGE = 100;

/** Finishes or undoes the sign-ups that a dead process left, and gives back the codes of those that nobody went on with. */
@Injectable()
export class SignUpsJobService {
  constructor(
    private readonly environment: Environment,
    private readonly ledger: SignUpLedgerService,
    private readonly settler: SignUpSettlerService,
    private readonly clock: Clock,
  ) {}

  async run(signal?: AbortSignal): Promise<RunResult> {
    if (!this.environment.accountSignInEnabled) return { skipped: 'ACCOUNT_SIGN_IN_ENABLED is not set' };
    const counts = { finished: 0, undone: 0, waiting: 0, postponed: 0 };
    let after: string | null = null;
    for (;;) {
      const page: string[] = await this.ledger.listLeftOver(after, PAGE);
      for (const id of page) {
        signal?.throwIfAborted();
        counts[await this.settle(id)] += 1;
      }
      after = page.at(-1) ?? null;
      if (page.length < PAGE) return counts;
    }
  }

  private async settle(id: string): Promise<'finished' | 'undone' | 'waiting' | 'postponed'> {
    const signUp = await this.ledger.claimLeftOver(id);
    if (signUp === null) return 'postponed';
    try {
      const mayWait = signUp.expiresAt > this.clock.now();
      const settled = await this.settler.settle(signUp, { mayWait });
      if (settled === null) return 'waiting';
      return settled === 'none' ? 'undone' : 'finished';
    } catch (error) {
      if (error instanceof ClerkUnavailableError || error instanceof SignUpOvertaken) return 'postponed';
      throw error;
    }
  }
}
