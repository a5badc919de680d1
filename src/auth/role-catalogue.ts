import { defineRoles, type Policy, type RoleRecord, type RoleRegistry } from '#libs/authz';
import { isForTenants, permissions } from './permission-catalogue.js';

const readTenants = [
  'org:organization:read',
  'org:members:read',
  'org:invitations:read',
  'org:roles:read',
  'org:properties:list',
  'org:audit:read',
  'org:usage:read',
  'property:property:read',
  'property:members:read',
  'property:audit:read',
  'property:usage:read',
] as const;

/**
 * The built-in roles. On the platform `owner` contains `admin` contains `operator`, and `compliance` stands beside
 * them; `org:admin` and `org:member` are Clerk's; the rest is ours. Clerk knows no role above `org:admin`, so that is
 * the owner of an organization here.
 */
export const builtInRoles = defineRoles(permissions, {
  operator: {
    scopeKind: 'platform',
    permissions: [
      'platform:operations:read',
      'platform:users:read',
      'platform:organizations:read',
      'platform:sync:read',
      'platform:usage:read',
      ...readTenants,
    ],
  },
  admin: {
    scopeKind: 'platform',
    includes: ['operator'],
    permissions: [
      'platform:users:manage',
      'platform:organizations:manage',
      'platform:sync:manage',
      'platform:audit:read',
      'org:organization:manage',
      'org:organization:suspend',
      'org:members:manage',
      'org:invitations:manage',
      'org:roles:manage',
      'org:properties:manage',
      'property:property:manage',
      'property:members:manage',
    ],
  },
  owner: {
    scopeKind: 'platform',
    includes: ['admin'],
    permissions: [
      'platform:roles:manage',
      'platform:privacy:export',
      'platform:privacy:erase',
      'platform:privacy:manage',
      'org:data:export',
      'org:data:erase',
      'org:data:hold',
      'org:organization:delete',
      'org:ownership:transfer',
    ],
  },
  compliance: {
    scopeKind: 'platform',
    permissions: [
      'platform:privacy:export',
      'platform:privacy:erase',
      'platform:privacy:manage',
      'platform:audit:read',
      'org:data:export',
      'org:data:erase',
      'org:data:hold',
      'org:audit:read',
      'property:audit:read',
    ],
  },
  'org:admin': {
    scopeKind: 'organization',
    permissions: permissions.carriedBy('organization').filter(isForTenants),
  },
  'org:member': {
    scopeKind: 'organization',
    permissions: ['org:organization:read', 'org:members:read', 'org:roles:read', 'org:properties:list'],
  },
  'property:manager': {
    scopeKind: 'property',
    permissions: [...permissions.carriedBy('property')],
  },
  'property:staff': {
    scopeKind: 'property',
    permissions: ['property:property:read', 'property:members:read'],
  },
  'property:viewer': {
    scopeKind: 'property',
    permissions: ['property:property:read'],
  },
});

export const platformRoles = ['operator', 'admin', 'owner', 'compliance'] as const;
export type PlatformRoleKey = (typeof platformRoles)[number];
export const builtInPropertyRoles = ['property:manager', 'property:staff', 'property:viewer'] as const;
/** The role that owns an organization; the last person who holds it can neither lose it nor leave. */
export const OWNER_ROLE = 'org:admin';

/**
 * The built-in roles together with stored ones: Clerk's, and those that organizations make. What is in no catalogue, or
 * is for platform staff only, gives nothing: names at Clerk are free, and the least right holds.
 */
export function withStoredRoles(records: readonly RoleRecord[]): RoleRegistry {
  return builtInRoles.with(
    records.map((record) => ({
      ...record,
      permissions: record.permissions.filter((text) => permissions.has(text) && isForTenants(text)),
    })),
  );
}

/** The rules for giving and taking: who manages which kind of place. */
export const accessPolicy: Policy = {
  roles: builtInRoles,
  managedBy: {
    platform: 'platform:roles:manage',
    organization: 'org:members:manage',
    property: 'property:members:manage',
  },
};
