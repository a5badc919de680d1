import {
  defineRoles,
  type PermissionFor,
  type PermissionLevel,
  type Policy,
  type ScopeKind,
} from '#libs/authz';
import { modules } from '../modules.js';
import { isForTenants, type Permission, permissions } from './permission-catalogue.js';

/** What the manifests of the modules say that a role carries; `defineRoles` refuses what its kind of scope may not have. */
function carriedOn<Kind extends ScopeKind>(role: string): readonly PermissionFor<Permission, Kind>[] {
  return modules.flatMap((module) => module.roles?.[role] ?? []) as PermissionFor<Permission, Kind>[];
}

const INCLUDES = { admin: ['operator'], owner: ['admin'] } as const;

/**
 * The built-in roles. On the platform `owner` contains `admin` contains `operator`, and `compliance` stands beside
 * them; `org:admin` and `org:member` are Clerk's; the rest is ours. Clerk knows no role above `org:admin`, so that is
 * the owner of an organization here.
 */
export const builtInRoles = defineRoles(permissions, {
  operator: { scopeKind: 'platform', permissions: carriedOn<'platform'>('operator') },
  admin: { scopeKind: 'platform', includes: INCLUDES.admin, permissions: carriedOn<'platform'>('admin') },
  owner: { scopeKind: 'platform', includes: INCLUDES.owner, permissions: carriedOn<'platform'>('owner') },
  compliance: { scopeKind: 'platform', permissions: carriedOn<'platform'>('compliance') },
  'org:admin': {
    scopeKind: 'organization',
    permissions: permissions.carriedBy('organization').filter(isForTenants),
  },
  'org:member': { scopeKind: 'organization', permissions: carriedOn<'organization'>('org:member') },
  'property:manager': { scopeKind: 'property', permissions: [...permissions.carriedBy('property')] },
  'property:staff': { scopeKind: 'property', permissions: carriedOn<'property'>('property:staff') },
  'property:viewer': { scopeKind: 'property', permissions: carriedOn<'property'>('property:viewer') },
});

export const platformRoles = ['operator', 'admin', 'owner', 'compliance'] as const;
export type PlatformRoleKey = (typeof platformRoles)[number];
export const builtInPropertyRoles = ['property:manager', 'property:staff', 'property:viewer'] as const;
/** The role that owns an organization; the last person who holds it can neither lose it nor leave. */
export const OWNER_ROLE = 'org:admin';

/** With which people join who were invited to a property: the least that a membership can have. */
export const LEAST_ROLE = 'org:member';

/**
 * Roles that carry every permission of these levels that an application declares, as they carry the built-in ones: without
 * them nobody could hand it on. Inside organizations the owner of the platform carries what is said of them.
 */
export const CARRY_ALL: readonly { readonly role: string; readonly levels: readonly PermissionLevel[] }[] = [
  { role: 'owner', levels: ['platform'] },
  { role: 'org:admin', levels: ['org', 'property'] },
  { role: 'property:manager', levels: ['property'] },
];

/** Roles that contain this one: what it carries they carry too. */
export function containersOf(role: string): readonly string[] {
  const containing = Object.entries(INCLUDES).filter(([, included]) =>
    included.some((each) => each === role),
  );
  return containing.flatMap(([key]) => [key, ...containersOf(key)]);
}

/** The rules for giving and taking, by the built-in roles: who manages which kind of place. */
export const accessPolicy: Policy = {
  roles: builtInRoles,
  managedBy: {
    platform: 'platform:roles:manage',
    organization: 'org:members:manage',
    property: 'property:members:manage',
  },
};
