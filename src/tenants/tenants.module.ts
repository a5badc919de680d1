import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UsersModule } from '#users';
import { TenantAccessDirectory } from './access/access-directory.service.js';
import { MeController } from './access/me.controller.js';
import { MeService } from './access/me.service.js';
import { GrantsController } from './grants/grants.controller.js';
import { GrantsService } from './grants/grants.service.js';
import { GrantsStore } from './grants/grants.store.js';
import { InvitationJobsWorker } from './invitations/invitation-jobs.worker.js';
import { InvitationMirror } from './invitations/invitation-mirror.service.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { InvitationsStore } from './invitations/invitations.store.js';
import { PropertyInvitationsController } from './invitations/property-invitations.controller.js';
import { MembersController } from './memberships/members.controller.js';
import { MembershipJobsWorker } from './memberships/membership-jobs.worker.js';
import { ClerkMembershipResolver } from './memberships/membership-resolver.service.js';
import { MembershipMirror } from './memberships/membership-mirror.service.js';
import { MembershipsService } from './memberships/memberships.service.js';
import { MembershipsStore } from './memberships/memberships.store.js';
import { OrganizationJobsWorker } from './organizations/organization-jobs.worker.js';
import { OrganizationMirror } from './organizations/organization-mirror.service.js';
import { OrganizationController, OrganizationsController } from './organizations/organizations.controller.js';
import { OrganizationsService } from './organizations/organizations.service.js';
import { OrganizationsStore } from './organizations/organizations.store.js';
import { PropertiesController, PropertyController } from './properties/properties.controller.js';
import { PropertiesService } from './properties/properties.service.js';
import { PropertiesStore } from './properties/properties.store.js';

@Module({
  imports: [AuditModule, UsersModule],
  controllers: [
    MeController,
    OrganizationsController,
    OrganizationController,
    MembersController,
    InvitationsController,
    PropertiesController,
    PropertyController,
    GrantsController,
    PropertyInvitationsController,
  ],
  providers: [
    ClerkMembershipResolver,
    GrantsService,
    GrantsStore,
    InvitationJobsWorker,
    InvitationMirror,
    InvitationsService,
    InvitationsStore,
    MeService,
    MembershipJobsWorker,
    MembershipMirror,
    MembershipsService,
    MembershipsStore,
    OrganizationJobsWorker,
    OrganizationMirror,
    OrganizationsService,
    OrganizationsStore,
    PropertiesService,
    PropertiesStore,
    TenantAccessDirectory,
  ],
  exports: [
    ClerkMembershipResolver,
    InvitationMirror,
    MembershipMirror,
    OrganizationMirror,
    TenantAccessDirectory,
  ],
})
export class TenantsModule {}
