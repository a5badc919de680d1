import { Injectable } from '@nestjs/common';
import type { SignedDocument } from '#libs/audit-chain';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ACCOUNTS } from './accounts.scope.js';
import { type ImportRun, ImportLedgerStore } from './import/import-ledger.store.js';
import { ACCOUNT_STATES, type AccountState } from './legacy/legacy-account.js';
import { COMFORTABLE_DAYS, type Comfort, comfortAt } from './retire/comfortable.rule.js';
import { type RetirementReport, RetirementStore } from './retire/retirement.store.js';
import { type SignInDay, SignInDaysService } from './retire/sign-in-days.service.js';
import { RIGHT_KINDS, type RightKind } from './rights/right-record.js';
import { RightsStore } from './rights/rights.store.js';

export interface AccountsStatus {
  readonly accounts: number;
  readonly states: Readonly<Record<AccountState, number>>;
  readonly hashers: Readonly<Record<string, { accounts: number; atClerk: number }>>;
  /** Digests that are still here. */
  readonly digests: number;
  readonly failures: readonly { readonly error: string | null; readonly count: number }[];
  /** Rows of files of organizations. */
  readonly rights: Readonly<Record<RightKind, Readonly<Record<AccountState, number>>>>;
  readonly imports: readonly ImportRun[];
  /** The latest days on which somebody signed in by this service, newest first. */
  readonly signIns: readonly SignInDay[];
  readonly comfort: Comfort;
  /** The signed report; null: the old path is open. */
  readonly retirement: SignedDocument<RetirementReport> | null;
}

const RUNS = 20;

/** Says where the accounts of the older system are. */
@Injectable()
export class StatusService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedgerStore,
    private readonly rights: RightsStore,
    private readonly days: SignInDaysService,
    private readonly retirement: RetirementStore,
    private readonly clock: Clock,
  ) {}

  async status(): Promise<AccountsStatus> {
    return this.unitOfWork.run(ACCOUNTS, async () => {
      const rows = await this.ledger.counts();
      const states = Object.fromEntries(ACCOUNT_STATES.map((state) => [state, 0])) as Record<
        AccountState,
        number
      >;
      const hashers: Record<string, { accounts: number; atClerk: number }> = {};
      let digests = 0;
      for (const row of rows) {
        states[row.state] += row.count;
        const hasher = (hashers[row.hasher ?? 'none'] ??= { accounts: 0, atClerk: 0 });
        hasher.accounts += row.count;
        if (row.state === 'created' || row.state === 'matched') hasher.atClerk += row.count;
        digests += row.digests;
      }
      return {
        accounts: rows.reduce((sum, { count }) => sum + count, 0),
        states,
        hashers,
        digests,
        failures: await this.ledger.failures(),
        rights: await this.rightsByState(),
        imports: await this.ledger.listRuns(RUNS),
        signIns: await this.days.list(COMFORTABLE_DAYS),
        comfort: comfortAt(this.clock.now(), {
          waiting: states.pending + states.creating,
          lastWithout: await this.days.lastWithout(),
        }),
        retirement: await this.retirement.find(),
      };
    });
  }

  private async rightsByState(): Promise<AccountsStatus['rights']> {
    const none = () => Object.fromEntries(ACCOUNT_STATES.map((state) => [state, 0]));
    const rights = Object.fromEntries(RIGHT_KINDS.map((kind) => [kind, none()])) as Record<
      RightKind,
      Record<AccountState, number>
    >;
    for (const { kind, state, count } of await this.rights.counts()) rights[kind][state] = count;
    return rights;
  }
}
