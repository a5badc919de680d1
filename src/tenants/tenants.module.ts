import { Module } from '@nestjs/common';
import { AuditedAccessLog, AuditModule } from '#audit';
import { ScopeProver } from '#auth';
import { UsersModule } from '#users';
import { TenantAccessDirectory } from './access/access-directory.service.js';
import { MeController } from './access/me.controller.js';
import { MeStore } from './access/me.store.js';
import { MeService } from './access/me.service.js';
import { AccessController } from './access/access.controller.js';
import { AccessLists } from './access/access-lists.service.js';
import { Checks } from './access/checks.service.js';
import { Explanations } from './access/explanations.service.js';
import { HeldGrantsStore } from './access/held-grants.store.js';
import { PlatformAnswers } from './access/platform-answers.service.js';
import { ReachStore } from './access/reach.store.js';
import { AccessContexts } from './access/access-contexts.service.js';
import { ClerkWriteLeases } from './clerk-writes/clerk-write-leases.js';
import { BulkGrantsService } from './grants/bulk-grants.service.js';
import { GrantsController } from './grants/grants.controller.js';
import { GrantsService } from './grants/grants.service.js';
import { GrantsStore } from './grants/grants.store.js';
import { OrganizationGrantsController } from './grants/organization-grants.controller.js';
import { OrganizationGrantsService } from './grants/organization-grants.service.js';
import { OrganizationGrantsStore } from './grants/organization-grants.store.js';
import { InvitationDeliveries } from './invitations/invitation-deliveries.service.js';
import { InvitationJobsWorker } from './invitations/invitation-jobs.worker.js';
import { InvitationMirror } from './invitations/invitation-mirror.service.js';
import { InvitationStates } from './invitations/invitation-states.store.js';
import { InvitationOpening } from './invitations/invitation-opening.service.js';
import { InvitationReview } from './invitations/invitation-review.service.js';
import { InvitationReviewWorker } from './invitations/invitation-review.worker.js';
import { InvitationSettlement } from './invitations/invitation-settlement.service.js';
import { Inviters } from './invitations/inviters.service.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { InvitationsStore } from './invitations/invitations.store.js';
import { PropertyInvitationsController } from './invitations/property-invitations.controller.js';
import { VoidInvitations } from './invitations/void-invitations.service.js';
import { MembersController } from './memberships/members.controller.js';
import { OwnerlessOrganizations } from './lifecycle/ownerless-organizations.service.js';
import { PersonalTenants } from './lifecycle/personal-tenants.service.js';
import { MembershipJobsWorker } from './memberships/membership-jobs.worker.js';
import { ClerkMembershipResolver } from './memberships/membership-resolver.service.js';
import { MembershipAdmission } from './memberships/membership-admission.service.js';
import { MembershipInquiry } from './memberships/membership-inquiry.service.js';
import { MembershipMirror } from './memberships/membership-mirror.service.js';
import { MembershipStates } from './memberships/membership-states.store.js';
import { MembershipWrites } from './memberships/membership-writes.service.js';
import { InvitationExpiry } from './invitations/invitation-expiry.service.js';
import { OrganizationArchiving } from './lifecycle/organization-archiving.service.js';
import { OwnershipSuccession } from './memberships/ownership-succession.service.js';
import { RoleRetraction } from './memberships/role-retraction.service.js';
import { KnownPeople } from './memberships/known-people.service.js';
import { MembershipsService } from './memberships/memberships.service.js';
import { MembershipsStore } from './memberships/memberships.store.js';
import { OrganizationLimits } from './organizations/organization-limits.service.js';
import { OrganizationJobsWorker } from './organizations/organization-jobs.worker.js';
import { OrganizationLifeController } from './organizations/organization-life.controller.js';
import { OrganizationStatusService } from './organizations/organization-status.service.js';
import { OrganizationStates } from './organizations/organization-states.store.js';
import { OwnershipTransfer } from './organizations/ownership-transfer.service.js';
import { OrganizationMirror } from './organizations/organization-mirror.service.js';
import { OrganizationController, OrganizationsController } from './organizations/organizations.controller.js';
import { OrganizationsService } from './organizations/organizations.service.js';
import { OrganizationsStore } from './organizations/organizations.store.js';
import { SeatsService } from './organizations/seats.service.js';
import { PropertiesController, PropertyController } from './properties/properties.controller.js';
import { PropertiesService } from './properties/properties.service.js';
import { PropertiesStore } from './properties/properties.store.js';
import { RoleEffect } from './roles/role-effect.service.js';
import { RoleJobsWorker } from './roles/role-jobs.worker.js';
import { RoleMirror } from './roles/role-mirror.service.js';
import { RolePolicies } from './roles/role-policies.service.js';
import { RoleStates } from './roles/role-states.store.js';
import { RolesController } from './roles/roles.controller.js';
import { RolesService } from './roles/roles.service.js';
import { RolesStore } from './roles/roles.store.js';

@Module({
  imports: [AuditModule, UsersModule],
  controllers: [
    AccessController,
    MeController,
    OrganizationsController,
    OrganizationController,
    OrganizationLifeController,
    MembersController,
    InvitationsController,
    PropertiesController,
    PropertyController,
    GrantsController,
    OrganizationGrantsController,
    PropertyInvitationsController,
    RolesController,
  ],
  providers: [
    // The guard's module stands to the left and gets its directory from here; so its prover is put together here.
    {
      provide: ScopeProver,
      inject: [TenantAccessDirectory, AuditedAccessLog],
      useFactory: (directory: TenantAccessDirectory, log: AuditedAccessLog) =>
        new ScopeProver(directory, log),
    },
    AccessLists,
    BulkGrantsService,
    Checks,
    ClerkMembershipResolver,
    ClerkWriteLeases,
    Explanations,
    GrantsService,
    GrantsStore,
    HeldGrantsStore,
    InvitationDeliveries,
    InvitationJobsWorker,
    InvitationMirror,
    InvitationOpening,
    InvitationReview,
    InvitationReviewWorker,
    InvitationSettlement,
    InvitationStates,
    InvitationsService,
    InvitationsStore,
    Inviters,
    MeService,
    MeStore,
    MembershipJobsWorker,
    MembershipAdmission,
    MembershipInquiry,
    MembershipMirror,
    MembershipStates,
    MembershipWrites,
    RoleRetraction,
    InvitationExpiry,
    OrganizationArchiving,
    OwnershipSuccession,
    KnownPeople,
    MembershipsService,
    MembershipsStore,
    OrganizationGrantsService,
    OrganizationGrantsStore,
    OrganizationJobsWorker,
    OrganizationLimits,
    OrganizationMirror,
    OrganizationStates,
    OrganizationStatusService,
    OrganizationsService,
    OrganizationsStore,
    OwnerlessOrganizations,
    OwnershipTransfer,
    PersonalTenants,
    PlatformAnswers,
    PropertiesService,
    PropertiesStore,
    ReachStore,
    RoleEffect,
    RoleJobsWorker,
    RoleMirror,
    RolePolicies,
    RoleStates,
    RolesService,
    RolesStore,
    SeatsService,
    AccessContexts,
    TenantAccessDirectory,
    VoidInvitations,
  ],
  exports: [
    ClerkMembershipResolver,
    InvitationMirror,
    InvitationStates,
    MembershipInquiry,
    MembershipMirror,
    MembershipStates,
    OrganizationMirror,
    OrganizationStates,
    OwnerlessOrganizations,
    OwnershipSuccession,
    PersonalTenants,
    RoleMirror,
    RoleStates,
    TenantAccessDirectory,
  ],
})
export class TenantsModule {}
