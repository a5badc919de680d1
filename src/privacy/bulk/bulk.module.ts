import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { TenantsModule } from '#tenants';
import { UsersModule } from '#users';
import { PrivacyRequestFactoryModule } from '../privacy-request-factory.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { ExportModule } from '../export/export.module.js';
import { RecordsModule } from '../records/records.module.js';
import { BulkActionsService } from './bulk-actions.service.js';
import { BulkRunService } from './bulk-run.service.js';
import { BulkWorker } from './bulk.worker.js';
import { BulksController } from './bulks.controller.js';
import { BulksService } from './bulks.service.js';
import { BulksStore } from './bulks.store.js';
import { StaffCallersService } from './staff-callers.service.js';

/** The same request for many people, asked for and approved once. */
@Module({
  imports: [
    AuditModule,
    TenantsModule,
    UsersModule,
    PrivacyRequestFactoryModule,
    CasesModule,
    ErasureModule,
    ExportModule,
    RecordsModule,
  ],
  controllers: [BulksController],
  providers: [BulkActionsService, BulkRunService, BulkWorker, BulksService, BulksStore, StaffCallersService],
  exports: [BulkRunService],
})
export class BulkModule {}
