import type { UnitOfWork } from '#libs/database';
import type { Clock } from '#libs/time';
import { ACCOUNTS } from '../accounts.scope.js';
import type { LegacyAccount } from '../legacy/legacy-account.js';
import type { ImportLedgerStore } from './import-ledger.store.js';

const AT_ONCE = 100;

export interface NextAccount {
  readonly account: LegacyAccount;
  /** An earlier run may have made its user. */
  readonly isUncertain: boolean;
}

/**
 * The accounts of one run, one after the other, for any number of workers: first those that an earlier run had begun, then
 * those that wait. No more than a hundred are held.
 */
export class WaitingAccounts {
  private readonly ready: NextAccount[] = [];
  private begunAfter: string | null = null;
  private hasBegunLeft = true;
  private filling: Promise<void> | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedgerStore,
    private readonly clock: Clock,
    private readonly importId: string,
    private left: number,
  ) {}

  /** Null: there is no other. What it gives is in the state `creating`, and that is committed. */
  async next(): Promise<NextAccount | null> {
    for (;;) {
      if (this.left <= 0) return null;
      const next = this.ready.shift();
      if (next !== undefined) {
        this.left -= 1;
        return next;
      }
      const isFirst = this.filling === null;
      this.filling ??= this.fill();
      await this.filling;
      if (isFirst) this.filling = null;
      if (this.ready.length === 0 && !this.hasBegunLeft) return null;
    }
  }

  private async fill(): Promise<void> {
    const limit = Math.min(AT_ONCE, this.left);
    await this.unitOfWork.run(ACCOUNTS, async () => {
      if (this.hasBegunLeft) {
        // Accounts of this run come behind those of earlier ones: nothing is claimed before all of these were given out.
        const begun = await this.ledger.listByState('creating', this.begunAfter, limit);
        this.begunAfter = begun.at(-1)?.id ?? this.begunAfter;
        this.hasBegunLeft = begun.length === limit;
        for (const account of begun) this.ready.push({ account, isUncertain: true });
        if (begun.length > 0) return;
      }
      const claimed = await this.ledger.claim(this.importId, limit, this.clock.now());
      for (const account of claimed) this.ready.push({ account, isUncertain: false });
    });
  }
}
