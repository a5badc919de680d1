import { Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ACCOUNTS } from '../accounts.scope.js';
import { ClerkAtRateService } from '../import/clerk-at-rate.service.js';
import { ImportLeaseService } from '../import/import-lease.service.js';
import { type ImportOptions, type ImportReport, ImportService } from '../import/import.service.js';
import { ImportLedgerStore } from '../import/import-ledger.store.js';
import { RetirementStore } from '../retire/retirement.store.js';
import type { RightKind } from '../rights/right-record.js';
import { type RightsImportReport, RightsImportService } from '../rights/rights-import.service.js';

export interface ImportRunOptions extends ImportOptions {
  readonly onRight?: (kind: RightKind, done: number) => void;
}

export type ImportRunReport = ImportReport & {
  readonly id: string;
  /** Null: no file of organizations waits. */
  readonly rights: RightsImportReport | null;
};

/** One import: the people who wait, then what they are given where they belong; the only one that runs. */
@Injectable()
export class ImportRunService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedgerStore,
    private readonly lease: ImportLeaseService,
    private readonly retirement: RetirementStore,
    private readonly people: ImportService,
    private readonly rights: RightsImportService,
    private readonly clerkAtRate: ClerkAtRateService,
    private readonly clock: Clock,
  ) {}

  /**
   * Goes on where an import was killed.
   *
   * @throws AppError `accounts_import_running`, `accounts_retired`, and as `ImportService.run`
   */
  async run(options: ImportRunOptions, actor: Actor): Promise<ImportRunReport> {
    await this.retirement.demandOpen();
    const id = newId();
    return this.lease.holding(id, async (leased) => {
      const signal = AbortSignal.any([leased, ...(options.signal === undefined ? [] : [options.signal])]);
      const report = await this.people.run(id, { ...options, signal }, actor);
      const rights =
        (await this.rights.waiting()) === 0 ? null : await this.giveAll(id, options, signal, actor);
      await this.unitOfWork.run(ACCOUNTS, () => this.ledger.finish(id, this.clock.now()));
      return { id, ...report, rights };
    });
  }

  private giveAll(
    importId: string,
    { rate, onRight }: ImportRunOptions,
    signal: AbortSignal,
    actor: Actor,
  ): Promise<RightsImportReport> {
    return this.clerkAtRate.use(rate, (_, clerk) =>
      this.rights.run({
        importId,
        clerk,
        actor,
        signal,
        // Beside Clerk each needs connections of the database.
        workers: Math.min(4, this.clerkAtRate.connectionsAt(rate)),
        ...(onRight && { onProgress: onRight }),
      }),
    );
  }
}
