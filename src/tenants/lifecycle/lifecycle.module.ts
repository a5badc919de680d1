import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { ClerkWritesModule } from '../clerk-writes/clerk-writes.module.js';
import { MembersModule } from '../members/members.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { OrganizationArchivingService } from './organization-archiving.service.js';
import { OrganizationFreezeService } from './organization-freeze.service.js';
import { OrganizationLifeController } from './organization-life.controller.js';
import { OrganizationController, OrganizationsController } from './organizations.controller.js';
import { OrganizationsService } from './organizations.service.js';
import { OwnershipTransferService } from './ownership-transfer.service.js';
import { PersonalTenantsService } from './personal-tenants.service.js';

/** Organizations from their creation to their end. */
@Module({
  imports: [
    AuditModule,
    UsersModule,
    ClerkWritesModule,
    MembersModule,
    MembershipsModule,
    OrganizationsModule,
  ],
  controllers: [OrganizationsController, OrganizationController, OrganizationLifeController],
  providers: [
    OrganizationArchivingService,
    OrganizationFreezeService,
    OrganizationsService,
    OwnershipTransferService,
    PersonalTenantsService,
  ],
  exports: [OrganizationFreezeService, PersonalTenantsService],
})
export class LifecycleModule {}
