import { CLEAN_UP_ROWS, type ModuleRuntime, periodicWork } from '#manifest';
import { OrganizationGrant } from './grants/organization-grant.entity.js';
import { PropertyGrant } from './grants/property-grant.entity.js';
import { GroupGrant } from './groups/group-grant.entity.js';
import { GroupMember } from './groups/group-member.entity.js';
import { GroupNesting } from './groups/group-nesting.entity.js';
import { Group } from './groups/group.entity.js';
import { InvitationExpiryService } from './invitations/invitation-expiry.service.js';
import { Invitation } from './invitations/invitation.entity.js';
import { OrganizationArchivingService } from './lifecycle/organization-archiving.service.js';
import { OwnerlessOrganization } from './organizations/ownerless-organization.entity.js';
import { PersonalTenant } from './lifecycle/personal-tenant.entity.js';
import { MassRemovalWatchService } from './memberships/mass-removal-watch.service.js';
import { Membership } from './members/membership.entity.js';
import { Organization } from './organizations/organization.entity.js';
import { PlatformAccountGrant } from './platform-accounts/platform-account-grant.entity.js';
import { PlatformAccountKey } from './platform-accounts/platform-account-key.entity.js';
import { PlatformAccount } from './platform-accounts/platform-account.entity.js';
import { Property } from './properties/property.entity.js';
import { ClerkRole } from './roles/clerk-role.entity.js';
import { CustomRole } from './roles/custom-role.entity.js';
import { ServiceAccountGrant } from './service-accounts/service-account-grant.entity.js';
import { ServiceAccountKey } from './service-accounts/service-account-key.entity.js';
import { ServiceAccount } from './service-accounts/service-account.entity.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [
    ClerkRole,
    CustomRole,
    Group,
    GroupGrant,
    GroupMember,
    GroupNesting,
    Invitation,
    Membership,
    Organization,
    OrganizationGrant,
    OwnerlessOrganization,
    PersonalTenant,
    PlatformAccount,
    PlatformAccountGrant,
    PlatformAccountKey,
    Property,
    PropertyGrant,
    ServiceAccount,
    ServiceAccountGrant,
    ServiceAccountKey,
  ],
  cleanUp: {
    clerkWriteLeases: {
      sql: `delete from clerk_write_leases where ctid = any (array(
              select ctid from clerk_write_leases where held_until < $1 limit ${CLEAN_UP_ROWS}))`,
      keptMs: 24 * 3600 * 1000,
    },
    // Shown for a while, so that whoever looks for a key that no longer works finds out why.
    serviceAccountKeys: {
      sql: `delete from service_account_keys where ctid = any (array(
              select ctid from service_account_keys where ended_at < $1 limit ${CLEAN_UP_ROWS}))`,
      keptMs: 90 * 24 * 3600 * 1000,
    },
    platformAccountKeys: {
      sql: `delete from platform_account_keys where ctid = any (array(
              select ctid from platform_account_keys where ended_at < $1 limit ${CLEAN_UP_ROWS}))`,
      keptMs: 90 * 24 * 3600 * 1000,
    },
  },
  periodicWork: {
    'memberships.mass_removal': periodicWork(MassRemovalWatchService, (watch, { conclude }) =>
      conclude(() => watch.check()),
    ),
    'invitations.expire': periodicWork(InvitationExpiryService, (expiry, context) => expiry.run(context)),
    'organizations.archive': periodicWork(OrganizationArchivingService, (archiving, context) =>
      archiving.run(context),
    ),
  },
};
