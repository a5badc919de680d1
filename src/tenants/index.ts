/**
 * Organizations and what lies inside them: properties, members, roles, grants, invitations, the one access query, and
 * the answers to who may do what where, and why.
 *
 * Owns `organizations`, `memberships`, `properties`, `property_grants`, `organization_grants`, `custom_roles`,
 * `clerk_roles`, `clerk_roles_state`, `clerk_write_leases`, `invitations`, `invitation_reviews`, `personal_tenants`,
 * `ownerless_organizations`, `groups`, `group_members`, `group_nestings`, `group_grants`, `service_accounts`,
 * `service_account_grants`, `service_account_keys`, `platform_accounts`, `platform_account_grants`, `platform_account_keys`. Invariants: every row belongs to one organization and shows in its scope only; rights are
 * given at Clerk first and taken here first; an organization never loses its last owner; whoever leaves takes no grant
 * along; nobody gives or takes a role above their own.
 */
export { ImportedGrantsService } from './imports/imported-grants.service.js';
export { ImportedMembershipsService } from './imports/imported-memberships.service.js';
export { ImportedOrganizationsService } from './imports/imported-organizations.service.js';
export { ImportedPropertiesService } from './imports/imported-properties.service.js';
export { InvitationMirrorService } from './invitations/invitation-mirror.service.js';
export { InvitationStatesService } from './invitations/invitation-states.service.js';
export type { InvitationState } from './invitations/invitation-states.service.js';
export type { Invitation } from './invitations/invitation.entity.js';
export { ClerkMembershipResolverService } from './memberships/clerk-membership-resolver.service.js';
export { MembershipInquiryService } from './memberships/membership-inquiry.service.js';
export { UnexplainedMembershipError } from './memberships/unexplained-membership.error.js';
export { MembershipSeedingService } from './memberships/membership-seeding.service.js';
export { MembershipMirrorService } from './memberships/membership-mirror.service.js';
export { MembershipStatesService } from './members/membership-states.service.js';
export type { MembershipState } from './members/membership-states.service.js';
export { OwnershipSuccessionService } from './memberships/ownership-succession.service.js';
export type { Successor } from './memberships/ownership-succession.service.js';
export type { Organization } from './organizations/organization.entity.js';
export { OrganizationSeedingService } from './organizations/organization-seeding.service.js';
export { OrganizationMirrorService } from './organizations/organization-mirror.service.js';
export { OrganizationStatesService } from './organizations/organization-states.service.js';
export type { OrganizationState } from './organizations/organization-states.service.js';
export { OrganizationFreezeService } from './lifecycle/organization-freeze.service.js';
export { OwnerlessOrganizationsService } from './organizations/ownerless-organizations.service.js';
export { PersonalTenantsService } from './lifecycle/personal-tenants.service.js';
export { ActivePropertiesService } from './properties/active-properties.service.js';
export { EffectiveAccessService } from './access/effective-access.service.js';
export type { EffectiveAccess, HeldUntil } from './access/effective-access.service.js';
export { StagingDirectoryService } from './access/staging-directory.service.js';
export { TenantAccessDirectoryService } from './access/tenant-access-directory.service.js';
export type { ClerkRole } from './roles/clerk-role.entity.js';
export { ModelEffectService } from './roles/model-effect.service.js';
export type { ModelEffect, PermissionReach } from './roles/model-effect.service.js';
export type { PermissionUse, ReachedPerson } from './roles/permission-reach.store.js';
export { undeclaredPermissions } from './roles/undeclared-permissions.rule.js';
export { UndeclaredPermissionsService } from './roles/undeclared-permissions.service.js';
export { RoleMirrorService } from './roles/role-mirror.service.js';
export { ServiceAccountDirectoryService } from './service-accounts/service-account-directory.service.js';
export { TenantAlarms, TenantAlarmsModule } from './tenant-alarms.module.js';
export type { TenantAlarm } from './tenant-alarms.module.js';
export { TenantsModule } from './tenants.module.js';
