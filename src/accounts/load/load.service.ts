import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { TombstoneHasher, TombstoneLookupService } from '#users';
import { accountsErrors } from '../accounts.errors.js';
import type { AccountRecord, UnreadableRow } from '../files/account-record.js';
import { type CheckedAccount, checkRecord, type RecordRefusal } from '../files/check-record.rule.js';
import { AccountSealService } from '../legacy/account-seal.service.js';
import { RetirementStore } from '../retire/retirement.store.js';
import { bites, inReadingTransaction } from './reading-transaction.js';
import { LoadingStore, type KnownRow, type NewRow } from './loading.store.js';

export interface LoadOptions {
  /** Clerk's name of the hasher of all rows that state none. */
  readonly hasher: string | undefined;
  /** Takes the good rows beside refused ones; else one refused row refuses the file. */
  readonly skipBroken: boolean;
  /** Does everything, and keeps nothing of it. */
  readonly dryRun: boolean;
  /** Hears of each refused row, in the order of the file but for those that clash with another row. */
  readonly onRefused: (line: number, refusal: RecordRefusal) => void;
  readonly onProgress?: (done: number) => void;
}

export interface LoadReport {
  readonly rows: number;
  readonly loaded: number;
  /** Were loaded before and have a way of their own by now. */
  readonly unchanged: number;
  /** Had failed or were taken back, and wait again. */
  readonly reopened: number;
  readonly refused: number;
  /** Those loaded, by hasher; `none` for people without a password. */
  readonly hashers: Readonly<Record<string, number>>;
}

/** Takes accounts of an older system in: each row is checked, and all of a file is loaded in one transaction or none. */
@Injectable()
export class LoadService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly loading: LoadingStore,
    private readonly seal: AccountSealService,
    private readonly tombstones: TombstoneLookupService,
    private readonly tombstoneHasher: TombstoneHasher,
    private readonly retirement: RetirementStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @param records read once: no more than a few hundred rows are held at a time
   * @throws AppError `accounts_file_refused` where rows are broken and may not be skipped, `accounts_retired`
   */
  async load(
    records: AsyncIterable<AccountRecord | UnreadableRow>,
    options: LoadOptions,
    actor: Actor,
  ): Promise<LoadReport> {
    await this.retirement.demandOpen();
    const report = { rows: 0, loaded: 0, unchanged: 0, reopened: 0, refused: 0, hashers: {} };
    const counts = new Counts(report, options);
    const isRefused = () => report.refused > 0 && !options.skipBroken;
    await inReadingTransaction(this.unitOfWork, async () => {
      const loadId = newId();
      for await (const bite of bites(records)) await this.take(loadId, bite, counts);
      if (options.dryRun || isRefused()) return false;
      const { rows, loaded, reopened, refused } = report;
      await this.audit.record({
        actor,
        action: 'legacy_accounts.loaded',
        target: { kind: 'account_load', id: loadId },
        change: { rows, loaded, reopened, refused },
      });
      return true;
    });
    if (isRefused())
      throw accountsErrors.brokenRows({
        detail: `${report.refused} of ${report.rows} rows cannot be taken; nothing was loaded. Mend them, or load the others with --skip-broken.`,
      });
    return report;
  }

  private async take(
    loadId: string,
    bite: readonly (AccountRecord | UnreadableRow)[],
    counts: Counts,
  ): Promise<void> {
    const now = this.clock.now();
    const checked: CheckedAccount[] = [];
    for (const record of bite) {
      counts.read();
      const result =
        'unreadable' in record ? 'unreadable' : checkRecord(record, { stated: counts.options.hasher, now });
      if (typeof result === 'string') counts.refuse(record.line, result);
      else checked.push(result);
    }
    const living = await this.withoutErased(checked, counts);
    // Sealing is dear, and a file is often loaded again: what is known is looked up before.
    const fresh = await this.settleKnown(loadId, living, counts, now);
    const rows: NewRow[] = [];
    for (const account of fresh) rows.push(await this.rowOf(newId(), account));
    const added = await this.loading.insert(loadId, rows, now);
    for (const row of rows) if (added.has(row.id)) counts.load(row.hasher);
    const clashing = fresh.filter((_, index) => !added.has(rows[index]?.id ?? ''));
    await this.settleKnown(loadId, clashing, counts, now);
  }

  private async withoutErased(
    accounts: readonly CheckedAccount[],
    counts: Counts,
  ): Promise<CheckedAccount[]> {
    const ids = await this.tombstones.among(
      'legacy_account',
      accounts.map(({ legacyId }) => legacyId),
    );
    const addresses = await this.tombstones.among(
      'legacy_address',
      accounts.map(({ emailAddress }) => emailAddress),
    );
    return accounts.filter(({ line, legacyId, emailAddress }) => {
      const isErased = ids.has(legacyId) || addresses.has(emailAddress);
      if (isErased) counts.refuse(line, 'erased');
      return !isErased;
    });
  }

  private async rowOf(
    id: string,
    { digest, totpSecret, further, ...account }: CheckedAccount,
  ): Promise<NewRow> {
    const sealed = await this.seal.seal(id, { digest, totpSecret, further });
    return {
      ...account,
      id,
      legacyIdHash: await this.tombstoneHasher.of('legacy_account', account.legacyId),
      emailHash: await this.tombstoneHasher.of('legacy_address', account.emailAddress),
      sealedDigest: sealed.digest,
      sealedTotpSecret: sealed.totpSecret,
      sealedFurther: sealed.further,
    };
  }

  /** What becomes of those whose id or address is there already. @returns the others */
  private async settleKnown(
    loadId: string,
    accounts: readonly CheckedAccount[],
    counts: Counts,
    now: Date,
  ): Promise<CheckedAccount[]> {
    const known = await this.loading.listKnown(
      accounts.map(({ legacyId }) => legacyId),
      accounts.map(({ emailAddress }) => emailAddress),
    );
    const byId = new Map(known.map((row) => [row.legacyId, row]));
    const byAddress = new Map(known.map((row) => [row.emailAddress, row]));
    const reopened: NewRow[] = [];
    const fresh: CheckedAccount[] = [];
    for (const account of accounts) {
      const sameId = byId.get(account.legacyId);
      const sameAddress = byAddress.get(account.emailAddress);
      if (sameId === undefined && sameAddress === undefined) {
        fresh.push(account);
        continue;
      }
      const refusal = refusalOf(loadId, sameId, sameAddress);
      if (refusal !== null) counts.refuse(account.line, refusal);
      else if (sameId !== undefined && ['failed', 'undone'].includes(sameId.state)) {
        reopened.push(await this.rowOf(sameId.id, account));
        counts.reopen();
      } else counts.leave();
    }
    await this.loading.reopen(loadId, reopened, now);
    return fresh;
  }
}

function refusalOf(
  loadId: string,
  sameId: KnownRow | undefined,
  sameAddress: KnownRow | undefined,
): RecordRefusal | null {
  if (sameId?.loadId === loadId) return 'duplicate_id';
  if (sameAddress?.loadId === loadId) return 'duplicate_email';
  if (sameId === undefined) return 'clash_email';
  return sameAddress?.id === sameId.id ? null : 'clash_id';
}

class Counts {
  constructor(
    private readonly report: { -readonly [K in keyof LoadReport]: LoadReport[K] } & {
      hashers: Record<string, number>;
    },
    readonly options: LoadOptions,
  ) {}

  read(): void {
    this.report.rows += 1;
    this.options.onProgress?.(this.report.rows);
  }

  refuse(line: number, refusal: RecordRefusal): void {
    this.report.refused += 1;
    this.options.onRefused(line, refusal);
  }

  load(hasher: string | null): void {
    this.report.loaded += 1;
    const name = hasher ?? 'none';
    this.report.hashers[name] = (this.report.hashers[name] ?? 0) + 1;
  }

  reopen(): void {
    this.report.reopened += 1;
  }

  leave(): void {
    this.report.unchanged += 1;
  }
}
