import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { ClerkAccounts, ClerkApi, ClerkTransport, type ClerkUser, unlessMissing } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { UserMirrorService } from '#users';
import { ACCOUNTS } from '../accounts.scope.js';
import type { HeldSignUp } from './sign-up.js';
import { SignUpLedgerService } from './sign-up-ledger.service.js';

const ACTOR = { kind: 'system', name: 'accounts' } as const;

/** Ends a transaction whose person may not come in. */
class NotAdmitted extends Error {}

/**
 * Brings sign-ups to an end: one whole account, or none and the code given back. Every step may be repeated, and is
 * committed before the next one begins.
 */
@Injectable()
export class SignUpSettlerService {
  private readonly clerk: ClerkAccounts;
  private readonly users: ClerkApi;

  constructor(
    transport: ClerkTransport,
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: SignUpLedgerService,
    private readonly mirror: UserMirrorService,
    private readonly audit: AuditLog,
  ) {
    this.clerk = new ClerkAccounts(transport, 'interactive');
    this.users = new ClerkApi(transport);
  }

  /**
   * Goes on wherever a sign-up was left.
   *
   * @param mayWait whether a sign-up may go on waiting for its code
   * @returns whether there is an account now; null: it waits for a code
   * @throws ClerkUnavailableError: the next try goes on; SignUpOvertaken
   */
  async settle(
    signUp: HeldSignUp,
    { mayWait }: { readonly mayWait: boolean },
  ): Promise<{ readonly userId: string } | 'none' | null> {
    if (signUp.state === 'undoing') return this.undo(signUp);
    if (signUp.state === 'created') return this.provision(signUp);
    // A sign-up whose id nobody learnt is nobody's: its client token was lost with the answer.
    const clerkUserId =
      signUp.state === 'verifying' && signUp.signUpId !== null
        ? await this.clerk.userOfSignUp(signUp.signUpId)
        : null;
    if (clerkUserId !== null) return this.provision(await this.ledger.created(signUp, clerkUserId));
    if (signUp.state !== 'begun' && mayWait) {
      await this.ledger.wait(signUp);
      return null;
    }
    await this.ledger.undone(signUp);
    return 'none';
  }

  /**
   * Takes the person in, by what Clerk says of them.
   *
   * @param signUp in `created`
   * @returns 'none' where they may not come in: the user is deleted again, and the code given back
   */
  async provision(signUp: HeldSignUp): Promise<{ readonly userId: string } | 'none'> {
    const { clerkUserId } = signUp;
    const user = clerkUserId === null ? null : await unlessMissing(() => this.users.getUser(clerkUserId));
    const userId = user !== null && isProved(user) ? await this.admit(signUp, user) : null;
    return userId === null ? this.undo(await this.ledger.undoing(signUp)) : { userId };
  }

  /** Deletes what was made, and gives the code back. @param signUp in `undoing` */
  async undo(signUp: HeldSignUp): Promise<'none'> {
    if (signUp.clerkUserId !== null) await this.clerk.delete(signUp.clerkUserId);
    await this.ledger.undone(signUp);
    return 'none';
  }

  /** Mirror, ledger and audit row are one transaction. @returns null where the person was erased */
  private async admit(signUp: HeldSignUp, user: ClerkUser): Promise<string | null> {
    try {
      return await this.unitOfWork.run(ACCOUNTS, async () => {
        if (await this.ledger.isErased(user.emailAddresses.map(({ emailAddress }) => emailAddress)))
          throw new NotAdmitted();
        const mirrored = await this.mirror.apply(user, { updatedAt: user.updatedAt, eventAt: null }, ACTOR);
        if (mirrored === null || mirrored.deletedAt !== null) throw new NotAdmitted();
        await this.ledger.done(signUp, mirrored.id);
        await this.audit.record({
          actor: ACTOR,
          action: 'account.signed_up',
          target: { kind: 'user', id: mirrored.id },
          change: { invite: signUp.inviteId },
        });
        return mirrored.id;
      });
    } catch (error) {
      if (error instanceof NotAdmitted) return null;
      throw error;
    }
  }
}

function isProved({ emailAddresses }: ClerkUser): boolean {
  return emailAddresses.some(({ verified }) => verified);
}
