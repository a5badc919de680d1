import { Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { ClerkWritesModule } from './clerk-writes/clerk-writes.module.js';
import { GrantsModule } from './grants/grants.module.js';
import { GroupsModule } from './groups/groups.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { InvitationsModule } from './invitations/invitations.module.js';
import { LifecycleModule } from './lifecycle/lifecycle.module.js';
import { MembersModule } from './members/members.module.js';
import { MembershipsModule } from './memberships/memberships.module.js';
import { OrganizationsModule } from './organizations/organizations.module.js';
import { PlatformAccountsModule } from './platform-accounts/platform-accounts.module.js';
import { PropertiesModule } from './properties/properties.module.js';
import { RolesModule } from './roles/roles.module.js';
import { ServiceAccountsModule } from './service-accounts/service-accounts.module.js';

/** Organizations and what lies inside them, each folder a module of its own. */
@Module({
  imports: [
    AccessModule,
    ClerkWritesModule,
    GrantsModule,
    GroupsModule,
    ImportsModule,
    InvitationsModule,
    LifecycleModule,
    MembersModule,
    MembershipsModule,
    OrganizationsModule,
    PlatformAccountsModule,
    PropertiesModule,
    RolesModule,
    ServiceAccountsModule,
  ],
  exports: [
    AccessModule,
    ImportsModule,
    InvitationsModule,
    LifecycleModule,
    MembersModule,
    MembershipsModule,
    OrganizationsModule,
    PropertiesModule,
    RolesModule,
    ServiceAccountsModule,
  ],
})
export class TenantsModule {}
