import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { MembersModule } from '../members/members.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { PropertiesModule } from '../properties/properties.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { BulkGrantsService } from './bulk-grants.service.js';
import { GrantChangesService } from './grant-changes.service.js';
import { GrantsController } from './grants.controller.js';
import { GrantsService } from './grants.service.js';
import { GrantsStore } from './grants.store.js';
import { ManagementTransferController } from './management-transfer.controller.js';
import { ManagementTransferService } from './management-transfer.service.js';
import { OrganizationGrantsController } from './organization-grants.controller.js';
import { OrganizationGrantsService } from './organization-grants.service.js';
import { OrganizationGrantsStore } from './organization-grants.store.js';

/** Roles on an organization or a property, given beside the membership. */
@Module({
  imports: [AuditModule, UsersModule, MembersModule, OrganizationsModule, PropertiesModule, RolesModule],
  controllers: [GrantsController, ManagementTransferController, OrganizationGrantsController],
  providers: [
    BulkGrantsService,
    GrantChangesService,
    GrantsService,
    GrantsStore,
    ManagementTransferService,
    OrganizationGrantsService,
    OrganizationGrantsStore,
  ],
  exports: [GrantsStore, OrganizationGrantsStore],
})
export class GrantsModule {}
