import { Injectable } from '@nestjs/common';
import { AuditLog, DocumentSigner } from '#audit';
import type { Actor } from '#auth';
import type { SignedDocument } from '#libs/audit-chain';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { accountsErrors } from '../accounts.errors.js';
import { ACCOUNTS } from '../accounts.scope.js';
import { ImportLeaseService } from '../import/import-lease.service.js';
import { ImportLedgerStore } from '../import/import-ledger.store.js';
import { type Comfort, comfortAt } from './comfortable.rule.js';
import { RETIREMENT_TYPE } from './retirement-type.js';
import { type RetirementReport, RetirementStore } from './retirement.store.js';
import { SignInDaysService } from './sign-in-days.service.js';

/** What a retirement would remove, and whether it is time. */
export interface RetirementPlan {
  readonly comfort: Comfort;
  readonly report: Omit<RetirementReport, 'retiredAt' | 'wasForced'>;
}

/** Ends the old path for good: digests, TOTP secrets and everything else that was kept to move people. */
@Injectable()
export class RetireService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedgerStore,
    private readonly lease: ImportLeaseService,
    private readonly days: SignInDaysService,
    private readonly retirement: RetirementStore,
    private readonly signer: DocumentSigner,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError 409 `accounts_retired` */
  async plan(): Promise<RetirementPlan> {
    await this.retirement.demandOpen();
    const rows = await this.unitOfWork.run(ACCOUNTS, () => this.ledger.counts());
    const accounts: Record<string, number> = {};
    for (const { state, count } of rows) accounts[state] = (accounts[state] ?? 0) + count;
    const { pending = 0, creating = 0, failed = 0, undone = 0 } = accounts;
    const lastWithout = await this.days.lastWithout();
    return {
      comfort: comfortAt(this.clock.now(), { waiting: pending + creating, lastWithout }),
      report: {
        accounts,
        removed: await this.retirement.secrets(),
        withoutUser: pending + creating + failed + undone,
        lastSignInWithoutClerkId: lastWithout,
      },
    };
  }

  /**
   * Removes everything in one transaction. It cannot be taken back, and no file is loaded afterwards.
   *
   * @param force although accounts wait, or people came by the old path lately
   * @returns the report, signed as certificates of erasure are
   * @throws AppError 409 `accounts_not_comfortable`, `accounts_retired`, `accounts_import_running`
   */
  async retire({ force }: { force: boolean }, actor: Actor): Promise<SignedDocument<RetirementReport>> {
    return this.lease.holding(newId(), () =>
      this.unitOfWork.run(ACCOUNTS, async () => {
        const { comfort, report } = await this.plan();
        if (!comfort.isReached && !force) throw accountsErrors.notComfortable();
        const now = this.clock.now();
        const document = { ...report, retiredAt: now.toISOString(), wasForced: !comfort.isReached };
        const signed = this.signer.sign(RETIREMENT_TYPE, document);
        await this.retirement.retire(signed, now);
        await this.audit.record({
          actor,
          action: 'legacy_accounts.retired',
          change: { ...report.removed, withoutUser: report.withoutUser },
        });
        return signed;
      }),
    );
  }
}
