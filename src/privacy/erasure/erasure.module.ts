import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { FilesModule } from '#files';
import { TenantsModule } from '#tenants';
import { UsersModule } from '#users';
import { PrivacyRequestFactoryModule } from '../privacy-request-factory.module.js';
import { ExportModule } from '../export/export.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { RecordsModule } from '../records/records.module.js';
import { CertifierService } from './certifier.service.js';
import { ClerkSideService } from './clerk-side.service.js';
import { ErasedOrganizationsController } from './erased-organizations.controller.js';
import { ErasersService } from './erasers.service.js';
import { ErasureRunService } from './erasure-run.service.js';
import { ErasuresController } from './erasures.controller.js';
import { ErasuresService } from './erasures.service.js';
import { FindingsController } from './findings.controller.js';
import { FindingsService } from './findings.service.js';
import { FoundTextsService } from './found-texts.service.js';
import { FreezeService } from './freeze.service.js';
import { LeftoversProbeService } from './leftovers-probe.service.js';
import { ListCompletionWorker } from './list-completion.worker.js';
import { OrganizationErasersService } from './organization-erasers.service.js';
import { OrganizationErasuresController } from './organization-erasures.controller.js';
import { OrganizationErasuresService } from './organization-erasures.service.js';
import { OrganizationStepsService } from './organization-steps.service.js';
import { OrganizationSubjectService } from './organization-subject.service.js';
import { PersonStepsService } from './person-steps.service.js';
import { PersonSubjectService } from './person-subject.service.js';
import { ProbedTextsService } from './probed-texts.service.js';
import { OrganizationsRestoreCheckService } from './organizations-restore-check.service.js';
import { PeopleRestoreCheckService } from './people-restore-check.service.js';
import { TombstoneList } from './tombstone-list.js';
import { TombstonesService } from './tombstones.service.js';

/** Erasures of people and organizations, step by step, to their certificate. */
@Module({
  imports: [
    AuditModule,
    FilesModule,
    TenantsModule,
    UsersModule,
    PrivacyRequestFactoryModule,
    ExportModule,
    IdentityModule,
    RecordsModule,
  ],
  controllers: [
    ErasuresController,
    FindingsController,
    ErasedOrganizationsController,
    OrganizationErasuresController,
  ],
  providers: [
    CertifierService,
    ClerkSideService,
    ErasersService,
    ErasureRunService,
    ErasuresService,
    FindingsService,
    FoundTextsService,
    FreezeService,
    LeftoversProbeService,
    ListCompletionWorker,
    OrganizationErasersService,
    OrganizationErasuresService,
    OrganizationStepsService,
    OrganizationSubjectService,
    PersonStepsService,
    PersonSubjectService,
    ProbedTextsService,
    OrganizationsRestoreCheckService,
    PeopleRestoreCheckService,
    TombstoneList,
    TombstonesService,
  ],
  exports: [
    ErasureRunService,
    ErasuresService,
    OrganizationsRestoreCheckService,
    PeopleRestoreCheckService,
    TombstoneList,
  ],
})
export class ErasureModule {}
