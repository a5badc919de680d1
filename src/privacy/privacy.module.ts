import { Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UnitOfWork } from '#libs/database';
import { UsersModule } from '#users';
import { BulkModule } from './bulk/bulk.module.js';
import { CasesModule } from './cases/cases.module.js';
import { ConsentsModule } from './consents/consents.module.js';
import { DataMapModule } from './data-map/data-map.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { ExportModule } from './export/export.module.js';
import { HoldsModule } from './holds/holds.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { RecordsModule } from './records/records.module.js';
import { SubjectsModule } from './subjects/subjects.module.js';
import { PrivacyCaseMaintenanceService } from './privacy-case-maintenance.service.js';
import { PrivacyJobsWorker } from './privacy-jobs.worker.js';
import { PrivacyMaintenanceService } from './privacy-maintenance.service.js';
import {
  EXISTING_COLUMNS,
  type ExistingColumn,
  undeclaredColumns,
  UndeclaredColumnError,
} from './registry/registry.js';
import { RestoredBackupGuard } from './restored-backup.guard.js';

/** The rights of people and organizations over their data; each folder is a module of its own. */
@Module({
  imports: [
    AuditModule,
    UsersModule,
    BulkModule,
    CasesModule,
    ConsentsModule,
    DataMapModule,
    ErasureModule,
    ExportModule,
    HoldsModule,
    IdentityModule,
    RecordsModule,
    SubjectsModule,
  ],
  providers: [
    PrivacyCaseMaintenanceService,
    PrivacyJobsWorker,
    PrivacyMaintenanceService,
    RestoredBackupGuard,
  ],
  exports: [
    BulkModule,
    ErasureModule,
    ExportModule,
    PrivacyCaseMaintenanceService,
    PrivacyMaintenanceService,
  ],
})
export class PrivacyModule implements OnModuleInit {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws UndeclaredColumnError which ends the start */
  async onModuleInit(): Promise<void> {
    const undeclared = undeclaredColumns(
      await this.unitOfWork.unscoped<ExistingColumn>({ name: 'existing columns', text: EXISTING_COLUMNS }),
    );
    if (undeclared.length > 0) throw new UndeclaredColumnError(undeclared);
  }
}
