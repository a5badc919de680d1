import { Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UnitOfWork } from '#libs/database';
import { TenantsModule } from '#tenants';
import { UsersModule } from '#users';
import { Certifier } from './erasure/certifier.service.js';
import { ClerkSide } from './erasure/clerk-side.service.js';
import { Erasers } from './erasure/erasers.service.js';
import { BulkActions } from './bulk/bulk-actions.service.js';
import { BulkRun } from './bulk/bulk-run.service.js';
import { BulksController } from './bulk/bulks.controller.js';
import { BulksService } from './bulk/bulks.service.js';
import { BulksStore } from './bulk/bulks.store.js';
import { BulkWorker } from './bulk/bulk.worker.js';
import { StaffCallers } from './bulk/staff-callers.service.js';
import { ConsentsController } from './consents/consents.controller.js';
import { ConsentsService } from './consents/consents.service.js';
import { DataMapController } from './data-map/data-map.controller.js';
import { PrivacyCaseMaintenance } from './cases/privacy-case-maintenance.service.js';
import { EndedAccounts } from './cases/ended-accounts.service.js';
import { RequestQueue } from './cases/request-queue.service.js';
import { RequestsController } from './cases/requests.controller.js';
import { RequestsService } from './cases/requests.service.js';
import { RequestsStore } from './cases/requests.store.js';
import { ErasureRun } from './erasure/erasure-run.service.js';
import { ErasureWaiting } from './erasure/erasure-waiting.service.js';
import { ErasureWork } from './erasure/erasure-work.service.js';
import { ErasuresController } from './erasure/erasures.controller.js';
import { ErasuresService } from './erasure/erasures.service.js';
import { FindingsController } from './erasure/findings.controller.js';
import { Findings } from './erasure/findings.service.js';
import { FoundTexts } from './erasure/found-texts.service.js';
import { Freeze } from './erasure/freeze.service.js';
import { SubjectIdentifiersService } from './erasure/subject-identifiers.service.js';
import { ProbedTexts } from './erasure/probed-texts.service.js';
import { LeftoversProbe } from './erasure/probe.service.js';
import { RestoredBackupGuard } from './erasure/restored-backup.guard.js';
import { RestoredPeople } from './erasure/restored-people.service.js';
import { LateDeliveryScrubber } from './erasure/late-delivery-scrubber.service.js';
import { TombstoneList } from './erasure/tombstone-list.js';
import { ExportContents } from './export/export-contents.service.js';
import { ExportDownloads } from './export/export-downloads.service.js';
import { ExportFiles } from './export/export-files.js';
import { ExportPacker } from './export/export-packer.service.js';
import { ExportRuns } from './export/export-runs.service.js';
import { ExportsController } from './export/exports.controller.js';
import { ExportsService } from './export/exports.service.js';
import { RowReader } from './export/row-reader.service.js';
import { Mentions } from './identity/mentions.service.js';
import { HoldsController } from './holds/holds.controller.js';
import { HoldsService } from './holds/holds.service.js';
import { ErasedOrganizationsController } from './organization/erased-organizations.controller.js';
import { OrganizationCertifier } from './organization/organization-certifier.service.js';
import { OrganizationErasers } from './organization/organization-erasers.service.js';
import { OrganizationErasureRun } from './organization/organization-erasure-run.service.js';
import { OrganizationErasuresController } from './organization/organization-erasures.controller.js';
import { OrganizationErasures } from './organization/organization-erasures.service.js';
import { OrganizationErasuresWorker } from './organization/organization-erasures.worker.js';
import { OrganizationExportsController } from './organization/organization-exports.controller.js';
import { OrganizationExports } from './organization/organization-exports.service.js';
import { OrganizationTombstones } from './organization/organization-tombstones.service.js';
import { OrganizationHoldsController } from './organization/organization-holds.controller.js';
import { OrganizationHolds } from './organization/organization-holds.service.js';
import { RegisteredOrganizationContents } from './organization/registered-organization-contents.service.js';
import { RestoredOrganizations } from './organization/restored-organizations.service.js';
import { OrganizationContents } from './export/organization-contents.js';
import { PrivacyJobsWorker } from './privacy-jobs.worker.js';
import { PrivacyMaintenance } from './privacy-maintenance.service.js';
import {
  EXISTING_COLUMNS,
  type ExistingColumn,
  undeclaredColumns,
  UndeclaredColumnError,
} from './registry/registry.js';
import { PrivacyRequestFactory } from './privacy-request-factory.service.js';

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
    BulkActions,
    BulkRun,
    BulksService,
    BulksStore,
    BulkWorker,
    Certifier,
    ClerkSide,
    ConsentsService,
    PrivacyCaseMaintenance,
    EndedAccounts,
    Erasers,
    ErasureRun,
    ErasureWaiting,
    ErasureWork,
    ErasuresService,
    ExportContents,
    ExportDownloads,
    ExportFiles,
    ExportPacker,
    ExportRuns,
    ExportsService,
    Findings,
    FoundTexts,
    Freeze,
    HoldsService,
    LeftoversProbe,
    Mentions,
    OrganizationCertifier,
    { provide: OrganizationContents, useClass: RegisteredOrganizationContents },
    OrganizationErasers,
    OrganizationErasureRun,
    OrganizationErasures,
    OrganizationErasuresWorker,
    OrganizationExports,
    OrganizationTombstones,
    OrganizationHolds,
    SubjectIdentifiersService,
    PrivacyJobsWorker,
    PrivacyMaintenance,
    ProbedTexts,
    PrivacyRequestFactory,
    RequestQueue,
    RequestsService,
    RequestsStore,
    RestoredBackupGuard,
    RestoredOrganizations,
    RestoredPeople,
    LateDeliveryScrubber,
    RowReader,
    StaffCallers,
    TombstoneList,
  ],
  exports: [
    OrganizationErasureRun,
    BulkRun,
    PrivacyCaseMaintenance,
    ErasureRun,
    ExportPacker,
    PrivacyMaintenance,
    RestoredOrganizations,
    RestoredPeople,
    LateDeliveryScrubber,
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
