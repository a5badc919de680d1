import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import type { ClerkAccount } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { UserMirrorService } from '#users';
import { ACCOUNTS } from '../accounts.scope.js';
import type { LegacyAccount } from '../legacy/legacy-account.js';
import { ImportLedgerStore } from './import-ledger.store.js';

export interface LinkOptions {
  /** Only until the digest is proved. */
  readonly keepsSecrets?: boolean;
  /** Is run in the same transaction. */
  readonly onLinked?: ((accountId: string) => Promise<void>) | undefined;
}

/** Ends a transaction whose account went away meanwhile. */
class AccountGone extends Error {}

/** Writes down which user an account is: mirror, ledger, end of the secrets and audit row are one transaction. */
@Injectable()
export class AccountLinkerService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedgerStore,
    private readonly users: UserMirrorService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns false when the account was erased or settled by another hand meanwhile; nothing is written then
   */
  async link(
    account: LegacyAccount,
    state: 'created' | 'matched',
    user: ClerkAccount,
    actor: Actor,
    { keepsSecrets = false, onLinked }: LinkOptions = {},
  ): Promise<boolean> {
    try {
      await this.unitOfWork.run(ACCOUNTS, async () => {
        const source = { updatedAt: user.updatedAt, eventAt: null };
        const mirrored = await this.users.apply(user, source, actor);
        if (mirrored === null) throw new AccountGone();
        const ids = { clerkId: user.id, userId: mirrored.id };
        if (!(await this.ledger.link(account.id, state, ids, this.clock.now()))) throw new AccountGone();
        if (!keepsSecrets) await this.ledger.forgetSecrets(account.id);
        await onLinked?.(account.id);
        await this.audit.record({
          actor,
          action: state === 'created' ? 'legacy_account.created' : 'legacy_account.matched',
          target: { kind: 'user', id: mirrored.id },
          change: { account: account.id, import: account.importId },
        });
      });
      return true;
    } catch (error) {
      if (error instanceof AccountGone) return false;
      throw error;
    }
  }

  /** Notes that an account has no user: it waits again, or is given up with a word that says why. */
  async unlink(
    account: LegacyAccount,
    state: 'pending' | 'failed' | 'undone',
    error: string | null,
    actor: Actor,
  ): Promise<void> {
    await this.unitOfWork.run(ACCOUNTS, async () => {
      const isThere = await this.ledger.unlink(account, state, error, this.clock.now());
      if (!isThere || account.clerkId === null) return;
      await this.audit.record({
        actor,
        action: state === 'undone' ? 'legacy_account.undone' : 'legacy_account.unlinked',
        target: { kind: 'legacy_account', id: account.id },
        change: { import: account.importId },
      });
    });
  }

  /** Whether the account is that user already. */
  async isLinkedTo(account: LegacyAccount, clerkId: string): Promise<boolean> {
    return this.unitOfWork.run(ACCOUNTS, () => this.ledger.isLinkedTo(account.id, clerkId));
  }

  async forgetSecrets(account: LegacyAccount): Promise<void> {
    await this.unitOfWork.run(ACCOUNTS, () => this.ledger.forgetSecrets(account.id));
  }
}
