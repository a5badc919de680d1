import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { ClerkWritesModule } from '../clerk-writes/clerk-writes.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { MembersModule } from '../members/members.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { PropertiesModule } from '../properties/properties.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { ImportedGrantsService } from './imported-grants.service.js';
import { ImportedMembershipsService } from './imported-memberships.service.js';
import { ImportedOrganizationsService } from './imported-organizations.service.js';
import { ImportedPropertiesService } from './imported-properties.service.js';

/** What an operator brings along from an older system: organizations, properties, memberships and grants. */
@Module({
  imports: [
    AuditModule,
    UsersModule,
    ClerkWritesModule,
    GrantsModule,
    MembersModule,
    MembershipsModule,
    OrganizationsModule,
    PropertiesModule,
    RolesModule,
  ],
  providers: [
    ImportedGrantsService,
    ImportedMembershipsService,
    ImportedOrganizationsService,
    ImportedPropertiesService,
  ],
  exports: [
    ImportedGrantsService,
    ImportedMembershipsService,
    ImportedOrganizationsService,
    ImportedPropertiesService,
  ],
})
export class ImportsModule {}
