import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { TenantsModule } from '#tenants';
import { UsersModule } from '#users';
import { AccountLinkerService } from './import/account-linker.service.js';
import { AccountMoverService } from './import/account-mover.service.js';
import { ImportLeaseService } from './import/import-lease.service.js';
import { ImportService } from './import/import.service.js';
import { LedgerStore } from './import/ledger.store.js';
import { AccountSealService } from './legacy/account-seal.service.js';
import { LoadService } from './load/load.service.js';
import { LoadingStore } from './load/loading.store.js';
import { ClerkAtRateService } from './import/clerk-at-rate.service.js';
import { RightMoverService } from './rights/right-mover.service.js';
import { RightsImportService } from './rights/rights-import.service.js';
import { RightsLoadService } from './rights/rights-load.service.js';
import { RightsStore } from './rights/rights.store.js';
import { ImportRunService } from './run/import-run.service.js';
import { SweepService } from './sweep/sweep.service.js';
import { RightsUndoService } from './undo/rights-undo.service.js';
import { UndoService } from './undo/undo.service.js';
import { StatusService } from './status.service.js';

@Module({
  imports: [AuditModule, UsersModule, TenantsModule],
  providers: [
    AccountLinkerService,
    AccountMoverService,
    AccountSealService,
    ImportLeaseService,
    ImportRunService,
    ImportService,
    LedgerStore,
    LoadingStore,
    LoadService,
    RightMoverService,
    RightsImportService,
    RightsLoadService,
    RightsStore,
    RightsUndoService,
    StatusService,
    ClerkAtRateService,
    SweepService,
    UndoService,
  ],
})
export class AccountsModule {}
