import { Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UnitOfWork } from '#libs/database';
import { TenantsModule } from '#tenants';
import { UsersModule } from '#users';
import { CertifierService } from './erasure/certifier.service.js';
import { ClerkSideService } from './erasure/clerk-side.service.js';
import { ErasersService } from './erasure/erasers.service.js';
import { BulkActionsService } from './bulk/bulk-actions.service.js';
import { BulkRunService } from './bulk/bulk-run.service.js';
import { BulksController } from './bulk/bulks.controller.js';
import { BulksService } from './bulk/bulks.service.js';
import { BulksStore } from './bulk/bulks.store.js';
import { BulkWorker } from './bulk/bulk.worker.js';
import { StaffCallersService } from './bulk/staff-callers.service.js';
import { ConsentsController } from './consents/consents.controller.js';
import { ConsentsService } from './consents/consents.service.js';
import { DataMapController } from './data-map/data-map.controller.js';
import { PrivacyCaseMaintenanceService } from './privacy-case-maintenance.service.js';
import { EndedAccountsService } from './cases/ended-accounts.service.js';
import { RequestQueueService } from './cases/request-queue.service.js';
import { RequestsController } from './cases/requests.controller.js';
import { RequestsService } from './cases/requests.service.js';
import { RequestsStore } from './records/requests.store.js';
import { ErasureRunService } from './erasure/erasure-run.service.js';
import { OrganizationStepsService } from './erasure/organization-steps.service.js';
import { OrganizationSubjectService } from './erasure/organization-subject.service.js';
import { PersonStepsService } from './erasure/person-steps.service.js';
import { PersonSubjectService } from './erasure/person-subject.service.js';
import { TombstonesService } from './erasure/tombstones.service.js';
import { ClosedRecordsStore } from './records/closed-records.store.js';
import { ConsentEventsStore } from './records/consent-events.store.js';
import { FindingsStore } from './records/findings.store.js';
import { OrganizationHoldsStore } from './records/organization-holds.store.js';
import { ExportsStore } from './records/exports.store.js';
import { PersonHoldsStore } from './records/person-holds.store.js';
import { OrganizationErasuresStore } from './records/organization-erasures.store.js';
import { PersonErasuresStore } from './records/person-erasures.store.js';
import { ErasuresController } from './erasure/erasures.controller.js';
import { ErasuresService } from './erasure/erasures.service.js';
import { FindingsController } from './erasure/findings.controller.js';
import { FindingsService } from './erasure/findings.service.js';
import { FoundTextsService } from './erasure/found-texts.service.js';
import { FreezeService } from './erasure/freeze.service.js';
import { SubjectIdentifiersService } from './identity/subject-identifiers.service.js';
import { ProbedTextsService } from './erasure/probed-texts.service.js';
import { LeftoversProbeService } from './erasure/leftovers-probe.service.js';
import { RestoredBackupGuard } from './restored-backup.guard.js';
import { RestoredPeopleService } from './erasure/restored-people.service.js';
import { TombstoneList } from './erasure/tombstone-list.js';
import { ExportContentsService } from './export/export-contents.service.js';
import { ExportDownloadsService } from './export/export-downloads.service.js';
import { ExportFiles } from './export/export-files.js';
import { ExportPackerService } from './export/export-packer.service.js';
import { ExportRunsService } from './export/export-runs.service.js';
import { ExportsController } from './export/exports.controller.js';
import { ExportsService } from './export/exports.service.js';
import { RowReaderService } from './export/row-reader.service.js';
import { MentionsService } from './identity/mentions.service.js';
import { HoldsController } from './holds/holds.controller.js';
import { HoldsService } from './holds/holds.service.js';
import { ErasedOrganizationsController } from './erasure/erased-organizations.controller.js';
import { OrganizationErasersService } from './erasure/organization-erasers.service.js';
import { OrganizationErasuresController } from './erasure/organization-erasures.controller.js';
import { OrganizationErasuresService } from './erasure/organization-erasures.service.js';
import { OrganizationExportsController } from './export/organization-exports.controller.js';
import { OrganizationHoldsController } from './holds/organization-holds.controller.js';
import { OrganizationHoldsService } from './holds/organization-holds.service.js';
import { RestoredOrganizationsService } from './erasure/restored-organizations.service.js';
import { PrivacyJobsWorker } from './privacy-jobs.worker.js';
import { PrivacyMaintenanceService } from './privacy-maintenance.service.js';
import {
  EXISTING_COLUMNS,
  type ExistingColumn,
  undeclaredColumns,
  UndeclaredColumnError,
} from './registry/registry.js';
import { PrivacyRequestFactoryService } from './privacy-request-factory.service.js';
import { PrivacyHealthService } from './cases/privacy-health.service.js';

@Module({
  imports: [AuditModule, UsersModule, TenantsModule],
  controllers: [
    ExportsController,
    ErasuresController,
    FindingsController,
    RequestsController,
    HoldsController,
    ConsentsController,
    BulksController,
    DataMapController,
    ErasedOrganizationsController,
    OrganizationErasuresController,
    OrganizationExportsController,
    OrganizationHoldsController,
  ],
  providers: [
    PrivacyHealthService,
    BulkActionsService,
    BulkRunService,
    BulksService,
    BulksStore,
    BulkWorker,
    CertifierService,
    ClerkSideService,
    ClosedRecordsStore,
    ConsentEventsStore,
    ConsentsService,
    PrivacyCaseMaintenanceService,
    EndedAccountsService,
    ErasersService,
    ErasureRunService,
    ErasuresService,
    ExportContentsService,
    ExportDownloadsService,
    ExportFiles,
    ExportPackerService,
    ExportRunsService,
    ExportsService,
    ExportsStore,
    FindingsService,
    FindingsStore,
    FoundTextsService,
    FreezeService,
    HoldsService,
    PersonHoldsStore,
    LeftoversProbeService,
    MentionsService,
    OrganizationErasersService,
    OrganizationErasuresStore,
    OrganizationStepsService,
    OrganizationSubjectService,
    PersonErasuresStore,
    PersonStepsService,
    PersonSubjectService,
    TombstonesService,
    OrganizationErasuresService,
    OrganizationHoldsService,
    OrganizationHoldsStore,
    SubjectIdentifiersService,
    PrivacyJobsWorker,
    PrivacyMaintenanceService,
    ProbedTextsService,
    PrivacyRequestFactoryService,
    RequestQueueService,
    RequestsService,
    RequestsStore,
    RestoredBackupGuard,
    RestoredOrganizationsService,
    RestoredPeopleService,
    RowReaderService,
    StaffCallersService,
    TombstoneList,
  ],
  exports: [
    BulkRunService,
    PrivacyCaseMaintenanceService,
    ErasureRunService,
    ExportPackerService,
    PrivacyMaintenanceService,
    RestoredOrganizationsService,
    RestoredPeopleService,
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
