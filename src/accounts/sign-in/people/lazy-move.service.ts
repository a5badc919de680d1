import { Injectable } from '@nestjs/common';
import { ClerkAccounts, ClerkTransport } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ACCOUNTS } from '../../accounts.scope.js';
import { AccountMoverService } from '../../import/account-mover.service.js';
import { ImportLedgerStore } from '../../import/import-ledger.store.js';
import { AccountSealService } from '../../legacy/account-seal.service.js';
import type { LegacyAccount } from '../../legacy/legacy-account.js';
import { RightsAfterMoveService } from '../../run/rights-after-move.service.js';
import { isVerifiable } from '../digests/verify-digest.js';
import { VerificationQueue } from '../digests/verification-queue.js';
import { accountSignInErrors } from '../sign-in.errors.js';

const ACTOR = { kind: 'system', name: 'accounts' } as const;
/** Somebody waits; the next sign-in goes on where this one ended. */
const LIMITS = { tries: 2, longestWaitMs: 1_000 };

/** Moves an account at its first sign-in, by the password that was just proved. */
@Injectable()
export class LazyMoveService {
  private readonly clerk: ClerkAccounts;
  /** Those whose first sign-ins come at once are moved by the first of them. */
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedgerStore,
    private readonly seal: AccountSealService,
    private readonly mover: AccountMoverService,
    private readonly queue: VerificationQueue,
    private readonly rights: RightsAfterMoveService,
    private readonly clock: Clock,
    transport: ClerkTransport,
  ) {
    this.clerk = new ClerkAccounts(transport, 'interactive');
  }

  /** Whether this is the password that the older system knew; costs one verification, whatever the answer. */
  async isPassword(account: LegacyAccount, password: string): Promise<boolean> {
    const { digest } = await this.unitOfWork.run(ACCOUNTS, () =>
      this.seal.open(account.id, { digest: account.sealedDigest, totpSecret: null, further: null }),
    );
    if (digest === null || !isVerifiable(account.hasher, digest)) return this.queue.pretend(password);
    return this.queue.verify(account.hasher, digest, password);
  }

  /**
   * Makes the account's user at Clerk, once, whoever else is at it. The row says `creating` before Clerk is asked, and the
   * digest ends in the transaction that notes the user.
   *
   * @param password proved by {@link isPassword}
   * @throws AppError 409 `account_not_movable`, `clerk_user_quota_exceeded`; ClerkUnavailableError: the next sign-in goes on
   */
  move(account: LegacyAccount, password: string): Promise<void> {
    return this.moveTogether(account, password);
  }

  /** The same with the digest as it is, for somebody who does not know the password any more. */
  moveUnproved(account: LegacyAccount): Promise<void> {
    return this.moveTogether(account, null);
  }

  private async moveTogether(account: LegacyAccount, password: string | null): Promise<void> {
    const running = this.underWay.get(account.id);
    if (running !== undefined) return running;
    const moving = this.moveOnce(account, password).finally(() => this.underWay.delete(account.id));
    this.underWay.set(account.id, moving);
    return moving;
  }

  private async moveOnce(account: LegacyAccount, password: string | null): Promise<void> {
    const before = await this.unitOfWork.run(ACCOUNTS, () =>
      this.ledger.claimForSignIn(account.id, this.clock.now()),
    );
    // By another process meanwhile, or erased: looking again tells.
    if (before === null) return;
    const moved = await this.mover.move(account, {
      clerk: this.clerk,
      actor: ACTOR,
      bypassClientTrust: false,
      isUncertain: before !== 'pending',
      onLinked: (id) => this.rights.note(id),
      ...(password !== null && { provenPassword: password }),
      ...LIMITS,
    });
    if (moved !== 'failed') return;
    const now = await this.unitOfWork.run(ACCOUNTS, () => this.ledger.findByEmail(account.emailAddress));
    if (now?.clerkId == null) throw accountSignInErrors.notMovable();
  }
}
