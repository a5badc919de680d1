import type { EmulatorCore } from '../emulator-core.js';
import type {
  JsonObject,
  MembershipRecord,
  OrganizationInvitationRecord,
  OrganizationRecord,
} from '../state/records.js';
import { findRole, permissionKeys } from './role.shape.js';
import { identifierOf, imageUrl } from './user.shape.js';

/** What a caller may ask for besides the organization itself. */
export interface OrganizationExtras {
  membersCount?: boolean | undefined;
  missingAdmin?: boolean | undefined;
}

export function organizationShape(
  core: EmulatorCore,
  organization: OrganizationRecord,
  extras: OrganizationExtras = {},
): JsonObject {
  const { state } = core;
  return {
    object: 'organization',
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    image_url: imageUrl(organization.id),
    has_image: organization.has_image,
    ...(extras.membersCount && {
      members_count: state.memberships.count('organization', organization.id),
      pending_invitations_count: state.organizationInvitations.count('pending', organization.id),
    }),
    ...(extras.missingAdmin && {
      missing_member_with_elevated_permissions: !hasAdministrator(core, organization.id),
    }),
    max_allowed_memberships: organization.max_allowed_memberships,
    admin_delete_enabled: organization.admin_delete_enabled,
    public_metadata: organization.public_metadata,
    private_metadata: organization.private_metadata,
    ...(organization.created_by !== null && { created_by: organization.created_by }),
    created_at: organization.created_at,
    updated_at: organization.updated_at,
    role_set_key: organization.role_set_key,
  };
}

/** The permissions without which nobody could administrate an organization any more. */
export const MINIMUM_PERMISSIONS = [
  'org:sys_profile:manage',
  'org:sys_profile:delete',
  'org:sys_memberships:read',
  'org:sys_memberships:manage',
];

/** Does the role carry what an administrator needs? */
export function isAdministrative(core: EmulatorCore, roleKey: string): boolean {
  const keys = permissionKeys(core, roleKey);
  return MINIMUM_PERMISSIONS.every((permission) => keys.includes(permission));
}

/** Does the organization have a member who can administrate it, leaving one out if asked? */
export function hasAdministrator(
  core: EmulatorCore,
  organizationId: string,
  except?: MembershipRecord,
): boolean {
  return core.state.roles
    .all()
    .filter((role) => isAdministrative(core, role.key))
    .some((role) => {
      const holders = core.state.memberships.count('organizationRole', `${organizationId} ${role.key}`);
      return holders > (except?.role === role.key ? 1 : 0);
    });
}

export function membershipShape(core: EmulatorCore, membership: MembershipRecord): JsonObject {
  const organization = core.state.organizations.get(membership.organization_id);
  const user = core.state.users.get(membership.user_id);
  return {
    id: membership.id,
    object: 'organization_membership',
    role: membership.role,
    role_name: findRole(core, membership.role)?.name ?? membership.role,
    permissions: permissionKeys(core, membership.role),
    public_metadata: membership.public_metadata,
    private_metadata: membership.private_metadata,
    organization: organization ? organizationShape(core, organization, { membersCount: true }) : null,
    public_user_data: user && {
      user_id: user.id,
      first_name: user.first_name,
      last_name: user.last_name,
      profile_image_url: imageUrl(user.id),
      image_url: imageUrl(user.id),
      has_image: user.has_image,
      identifier: identifierOf(user),
      username: user.username ?? '',
      banned: user.banned,
      deprovisioned: false,
    },
    created_at: membership.created_at,
    updated_at: membership.updated_at,
  };
}

export function publicOrganizationShape(organization: OrganizationRecord): JsonObject {
  return {
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    image_url: imageUrl(organization.id),
    has_image: organization.has_image,
  };
}

/** Where the invited person accepts. */
export function ticketUrl(core: EmulatorCore, ticket: string): string {
  return `${core.url()}/v1/tickets/accept?ticket=${ticket}`;
}

export function organizationInvitationShape(
  core: EmulatorCore,
  invitation: OrganizationInvitationRecord,
): JsonObject {
  const inviter = invitation.inviter_id === null ? undefined : core.state.users.get(invitation.inviter_id);
  return {
    object: 'organization_invitation',
    id: invitation.id,
    email_address: invitation.email_address,
    role: invitation.role,
    role_name: findRole(core, invitation.role)?.name ?? invitation.role,
    organization_id: invitation.organization_id,
    inviter_id: invitation.inviter_id,
    public_inviter_data: inviter
      ? {
          user_id: inviter.id,
          first_name: inviter.first_name,
          last_name: inviter.last_name,
          image_url: imageUrl(inviter.id),
          has_image: inviter.has_image,
          identifier: identifierOf(inviter),
        }
      : null,
    status: invitation.status,
    public_metadata: invitation.public_metadata,
    private_metadata: invitation.private_metadata,
    url: invitation.status === 'pending' ? ticketUrl(core, invitation.ticket) : null,
    expires_at: invitation.expires_at,
    created_at: invitation.created_at,
    updated_at: invitation.updated_at,
  };
}

/** The invitation as lists across organizations show it. */
export function invitationWithOrganizationShape(
  core: EmulatorCore,
  invitation: OrganizationInvitationRecord,
): JsonObject {
  const organization = core.state.organizations.get(invitation.organization_id);
  return {
    ...organizationInvitationShape(core, invitation),
    ...(organization && { public_organization_data: publicOrganizationShape(organization) }),
  };
}
