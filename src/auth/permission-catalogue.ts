import { definePermissions, type PermissionOf } from '#libs/authz';

/**
 * Every permission there is, each one a verb on a resource at one level. A right on a level holds on everything below
 * it, so roles of an organization may carry `property:` permissions; they then hold on each of its properties.
 */
export const permissions = definePermissions({
  'platform:operations:read': 'See the health, jobs and figures of the service',
  'platform:users:read': 'Find people and see their account',
  'platform:users:manage': 'Ban, unban and sign out people',
  'platform:roles:manage': 'Give and take platform roles',
  'platform:organizations:read': 'See that organizations exist',
  'platform:organizations:manage': 'Suspend and reinstate organizations',
  'platform:sync:read': 'See webhook deliveries and drift',
  'platform:sync:manage': 'Replay deliveries and repair drift',
  'platform:usage:read': 'See usage and cost of the whole platform',
  'platform:audit:read': 'Read the audit log of the platform',
  'platform:privacy:export': "Export a person's data on their behalf",
  'platform:privacy:erase': 'Erase a person on their behalf',
  'platform:privacy:manage': 'Work on privacy requests, holds and consents',
  'org:organization:read': 'See the organization',
  'org:organization:manage': "Change the organization's name and slug",
  'org:organization:delete': 'Delete the organization',
  'org:ownership:transfer': 'Hand the organization over',
  'org:organization:suspend': 'Suspend and reinstate the organization',
  'org:data:export': 'Export all data of the organization',
  'org:data:erase': 'Have all data of the organization erased',
  'org:data:hold': 'Hold the data of the organization against erasure',
  'org:members:read': 'See who is a member',
  'org:members:manage': 'Add and remove members, change their role',
  'org:invitations:read': 'See open invitations',
  'org:invitations:manage': 'Invite people and take invitations back',
  'org:roles:read': 'See roles and what they allow',
  'org:roles:manage': 'Make and change custom roles',
  'org:properties:list': 'List the properties one may open',
  'org:properties:manage': 'Add, archive and restore properties',
  'org:audit:read': "Read the organization's audit log",
  'org:usage:read': "See the organization's usage",
  'property:property:read': 'Open the property',
  'property:property:manage': "Change the property's name, slug and time zone",
  'property:members:read': 'See who has access to the property',
  'property:members:manage': 'Invite people to the property, give and take roles on it',
  'property:audit:read': "Read the property's audit log",
  'property:usage:read': "See the property's usage",
});

/** Permissions on an organization that the platform keeps for its staff: no role on an organization carries them. */
const keptByPlatform: ReadonlySet<string> = new Set(['org:organization:suspend', 'org:data:hold']);

/** Whether a role that is given on an organization or a property may carry a permission of the catalogue. */
export function isForTenants(permission: string): boolean {
  return !keptByPlatform.has(permission);
}

export type Permission = PermissionOf<typeof permissions>;
