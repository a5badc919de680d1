import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ClerkApi, ClerkTransport } from '#libs/clerk';
import { newId, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { ACCOUNTS } from '../accounts.scope.js';
import { ImportLeaseService } from '../import/import-lease.service.js';
import { ImportLedgerStore } from '../import/import-ledger.store.js';
import { giveRightsJob } from '../rights/rights.jobs.js';
import { RightsImportService } from '../rights/rights-import.service.js';
import { RightsStore } from '../rights/rights.store.js';

const ACTOR = { kind: 'system', name: 'accounts' } as const;
/** They come a few at a time. */
const WORKERS = 2;

/** Gives people who come over one by one what the file of organizations says of them, as an import of their own. */
@Injectable()
export class RightsAfterMoveService implements OnModuleInit {
  private readonly clerk: ClerkApi;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rights: RightsStore,
    private readonly rightsImport: RightsImportService,
    private readonly ledger: ImportLedgerStore,
    private readonly lease: ImportLeaseService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
    transport: ClerkTransport,
  ) {
    this.clerk = new ClerkApi(transport, 'batch');
  }

  onModuleInit(): void {
    this.jobs.register(giveRightsJob, ({ accountId }) => this.give(accountId));
  }

  /** In the open transaction that notes somebody's user. */
  async note(accountId: string): Promise<void> {
    if (await this.rights.awaits(accountId)) await this.jobs.enqueue(giveRightsJob, { accountId });
  }

  /** @throws AppError `accounts_import_running`: the job comes again, and what that import gave is given by then */
  private async give(accountId: string): Promise<void> {
    if (!(await this.unitOfWork.run(ACCOUNTS, () => this.rights.awaits(accountId)))) return;
    const importId = newId();
    await this.lease.holding(importId, async (signal) => {
      await this.unitOfWork.run(ACCOUNTS, () => this.ledger.begin(importId, this.clock.now()));
      const options = { importId, clerk: this.clerk, actor: ACTOR, workers: WORKERS, signal };
      await this.rightsImport.runFor(accountId, options);
      await this.unitOfWork.run(ACCOUNTS, () => this.ledger.finish(importId, this.clock.now()));
    });
  }
}
