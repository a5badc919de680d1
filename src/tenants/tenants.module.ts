import { Module } from '@nestjs/common';
import { AuditedAccessLog, AuditModule } from '#audit';
import { ScopeProver } from '#auth';
import { UsersModule } from '#users';
import { TenantAccessDirectoryService } from './access/tenant-access-directory.service.js';
import { MeController } from './access/me.controller.js';
import { MeStore } from './access/me.store.js';
import { MeService } from './access/me.service.js';
import { AccessController } from './access/access.controller.js';
import { AccessListsService } from './access/access-lists.service.js';
import { ChecksService } from './access/checks.service.js';
import { ExplanationsService } from './access/explanations.service.js';
import { HeldGrantsStore } from './roles/held-grants.store.js';
import { ModelEffectService } from './roles/model-effect.service.js';
import { PermissionReachStore } from './roles/permission-reach.store.js';
import { UndeclaredPermissionsService } from './roles/undeclared-permissions.service.js';
import { PlatformAnswersService } from './access/platform-answers.service.js';
import { ReachStore } from './access/reach.store.js';
import { AccessContextsService } from './access/access-contexts.service.js';
import { ClerkWriteLeases } from './clerk-writes/clerk-write-leases.js';
import { BulkGrantsService } from './grants/bulk-grants.service.js';
import { GrantsController } from './grants/grants.controller.js';
import { GrantsService } from './grants/grants.service.js';
import { GrantsStore } from './grants/grants.store.js';
import { OrganizationGrantsController } from './grants/organization-grants.controller.js';
import { OrganizationGrantsService } from './grants/organization-grants.service.js';
import { OrganizationGrantsStore } from './grants/organization-grants.store.js';
import { InvitationDeliveriesService } from './invitations/invitation-deliveries.service.js';
import { InvitationJobsWorker } from './invitations/invitation-jobs.worker.js';
import { InvitationMirrorService } from './invitations/invitation-mirror.service.js';
import { InvitationStatesStore } from './invitations/invitation-states.store.js';
import { InvitationOpeningService } from './invitations/invitation-opening.service.js';
import { InvitationReviewService } from './invitations/invitation-review.service.js';
import { InvitationReviewWorker } from './invitations/invitation-review.worker.js';
import { InvitationSettlementService } from './invitations/invitation-settlement.service.js';
import { InvitersService } from './invitations/inviters.service.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { InvitationsStore } from './invitations/invitations.store.js';
import { PropertyInvitationsController } from './invitations/property-invitations.controller.js';
import { VoidInvitationsService } from './invitations/void-invitations.service.js';
import { MembersController } from './memberships/members.controller.js';
import { OwnerlessOrganizationsService } from './organizations/ownerless-organizations.service.js';
import { OrganizationFreezeService } from './lifecycle/organization-freeze.service.js';
import { PersonalTenantsService } from './lifecycle/personal-tenants.service.js';
import { MembershipJobsWorker } from './memberships/membership-jobs.worker.js';
import { ClerkMembershipResolverService } from './memberships/clerk-membership-resolver.service.js';
import { MembershipAdmissionService } from './memberships/membership-admission.service.js';
import { MembershipInquiryService } from './memberships/membership-inquiry.service.js';
import { MembershipMirrorService } from './memberships/membership-mirror.service.js';
import { MembershipStatesStore } from './members/membership-states.store.js';
import { MembershipWritesService } from './memberships/membership-writes.service.js';
import { InvitationExpiryService } from './invitations/invitation-expiry.service.js';
import { OrganizationArchivingService } from './lifecycle/organization-archiving.service.js';
import { OwnershipSuccessionService } from './memberships/ownership-succession.service.js';
import { RoleRetractionService } from './memberships/role-retraction.service.js';
import { KnownPeopleService } from './memberships/known-people.service.js';
import { MembershipsService } from './memberships/memberships.service.js';
import { MembershipsStore } from './members/memberships.store.js';
import { OrganizationLimitsService } from './organizations/organization-limits.service.js';
import { OrganizationJobsWorker } from './organizations/organization-jobs.worker.js';
import { OrganizationLifeController } from './lifecycle/organization-life.controller.js';
import { OrganizationStatusService } from './organizations/organization-status.service.js';
import { OrganizationStatesStore } from './organizations/organization-states.store.js';
import { OwnershipTransferService } from './lifecycle/ownership-transfer.service.js';
import { OrganizationMirrorService } from './organizations/organization-mirror.service.js';
import { OrganizationController, OrganizationsController } from './lifecycle/organizations.controller.js';
import { OrganizationsService } from './lifecycle/organizations.service.js';
import { OrganizationsStore } from './organizations/organizations.store.js';
import { SeatsService } from './members/seats.service.js';
import { PropertiesController, PropertyController } from './properties/properties.controller.js';
import { PropertiesService } from './properties/properties.service.js';
import { PropertiesStore } from './properties/properties.store.js';
import { RoleEffectService } from './roles/role-effect.service.js';
import { RoleJobsWorker } from './roles/role-jobs.worker.js';
import { RoleMirrorService } from './roles/role-mirror.service.js';
import { RolePoliciesService } from './roles/role-policies.service.js';
import { RoleStatesStore } from './roles/role-states.store.js';
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
      inject: [TenantAccessDirectoryService, AuditedAccessLog],
      useFactory: (directory: TenantAccessDirectoryService, log: AuditedAccessLog) =>
        new ScopeProver(directory, log),
    },
    AccessListsService,
    BulkGrantsService,
    ChecksService,
    ClerkMembershipResolverService,
    ClerkWriteLeases,
    ExplanationsService,
    GrantsService,
    GrantsStore,
    HeldGrantsStore,
    ModelEffectService,
    PermissionReachStore,
    UndeclaredPermissionsService,
    InvitationDeliveriesService,
    InvitationJobsWorker,
    InvitationMirrorService,
    InvitationOpeningService,
    InvitationReviewService,
    InvitationReviewWorker,
    InvitationSettlementService,
    InvitationStatesStore,
    InvitationsService,
    InvitationsStore,
    InvitersService,
    MeService,
    MeStore,
    MembershipJobsWorker,
    MembershipAdmissionService,
    MembershipInquiryService,
    MembershipMirrorService,
    MembershipStatesStore,
    MembershipWritesService,
    RoleRetractionService,
    InvitationExpiryService,
    OrganizationArchivingService,
    OwnershipSuccessionService,
    KnownPeopleService,
    MembershipsService,
    MembershipsStore,
    OrganizationGrantsService,
    OrganizationGrantsStore,
    OrganizationJobsWorker,
    OrganizationLimitsService,
    OrganizationMirrorService,
    OrganizationStatesStore,
    OrganizationStatusService,
    OrganizationsService,
    OrganizationsStore,
    OwnerlessOrganizationsService,
    OwnershipTransferService,
    OrganizationFreezeService,
    PersonalTenantsService,
    PlatformAnswersService,
    PropertiesService,
    PropertiesStore,
    ReachStore,
    RoleEffectService,
    RoleJobsWorker,
    RoleMirrorService,
    RolePoliciesService,
    RoleStatesStore,
    RolesService,
    RolesStore,
    SeatsService,
    AccessContextsService,
    TenantAccessDirectoryService,
    VoidInvitationsService,
  ],
  exports: [
    ModelEffectService,
    UndeclaredPermissionsService,
    ClerkMembershipResolverService,
    InvitationMirrorService,
    InvitationStatesStore,
    MembershipInquiryService,
    MembershipMirrorService,
    MembershipStatesStore,
    OrganizationMirrorService,
    OrganizationStatesStore,
    OwnerlessOrganizationsService,
    OwnershipSuccessionService,
    OrganizationFreezeService,
    PersonalTenantsService,
    RoleMirrorService,
    RoleStatesStore,
    TenantAccessDirectoryService,
  ],
})
export class TenantsModule {}
