import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { OrganizationJobsWorker } from './organization-jobs.worker.js';
import { OrganizationLimitsService } from './organization-limits.service.js';
import { OrganizationMirrorService } from './organization-mirror.service.js';
import { OrganizationSeedingService } from './organization-seeding.service.js';
import { OrganizationStatesService } from './organization-states.service.js';
import { OrganizationStatusService } from './organization-status.service.js';
import { OrganizationsStore } from './organizations.store.js';
import { OwnerlessOrganizationsService } from './ownerless-organizations.service.js';

/** The mirror of Clerk’s organizations. */
@Module({
  imports: [AuditModule, UsersModule],
  providers: [
    OrganizationJobsWorker,
    OrganizationLimitsService,
    OrganizationMirrorService,
    OrganizationSeedingService,
    OrganizationStatesService,
    OrganizationStatusService,
    OrganizationsStore,
    OwnerlessOrganizationsService,
  ],
  exports: [
    OrganizationLimitsService,
    OrganizationMirrorService,
    OrganizationSeedingService,
    OrganizationStatesService,
    OrganizationStatusService,
    OrganizationsStore,
    OwnerlessOrganizationsService,
  ],
})
export class OrganizationsModule {}
