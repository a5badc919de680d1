import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { AccountLinkerService } from './import/account-linker.service.js';
import { AccountMoverService } from './import/account-mover.service.js';
import { ImportService } from './import/import.service.js';
import { LedgerStore } from './import/ledger.store.js';
import { AccountSealService } from './legacy/account-seal.service.js';
import { LoadService } from './load/load.service.js';
import { LoadingStore } from './load/loading.store.js';
import { ClerkAtRateService } from './import/clerk-at-rate.service.js';
import { SweepService } from './sweep/sweep.service.js';
import { UndoService } from './undo/undo.service.js';
import { StatusService } from './status.service.js';

@Module({
  imports: [AuditModule, UsersModule],
  providers: [
    AccountLinkerService,
    AccountMoverService,
    AccountSealService,
    ImportService,
    LedgerStore,
    LoadingStore,
    LoadService,
    StatusService,
    ClerkAtRateService,
    SweepService,
    UndoService,
  ],
})
export class AccountsModule {}
