import type { Grant } from '../grant.js';
import type { PermissionKey } from '../permission.js';
import type { Scope } from '../scope.js';
import type { RandomWorld } from './random-world.js';

const OPERATOR = ['platform:operations:read', 'org:profile:read', 'property:rooms:read'];
const ADMIN = [...OPERATOR, 'platform:users:ban', 'org:members:manage', 'property:members:manage'];
const PROPERTY = [
  'property:rooms:read',
  'property:rooms:write',
  'property:members:manage',
  'property:guests:read',
  'property:guests:write',
  'property:rates:write',
];

/** The sample roles once more, flattened by hand. */
const ROLES: Readonly<Record<string, readonly [Scope['kind'], readonly string[]]>> = {
  operator: ['platform', OPERATOR],
  admin: ['platform', ADMIN],
  owner: [
    'platform',
    [...ADMIN, ...PROPERTY, 'platform:roles:manage', 'platform:privacy:export', 'org:billing:read'],
  ],
  compliance: ['platform', ['platform:privacy:export']],
  'org:admin': ['organization', [...PROPERTY, 'org:profile:read', 'org:members:manage', 'org:billing:read']],
  'org:member': ['organization', ['org:profile:read']],
  'property:manager': ['property', PROPERTY],
  'property:viewer': ['property', ['property:rooms:read']],
};

/** What the rules say in the plainest words, written apart from the code under test. */
export function isAllowed(
  world: RandomWorld,
  subjectId: string,
  permission: PermissionKey,
  scope: Scope,
  now: Date,
): boolean {
  return world.grants.some(
    (grant) =>
      grant.subjectId === subjectId &&
      holdsAt(grant, now) &&
      covers(grant.scope, scope) &&
      carries(world, grant, permission),
  );
}

function holdsAt({ validFrom, expiresAt }: Grant, now: Date): boolean {
  const begun = validFrom ? validFrom.getTime() <= now.getTime() : true;
  const notOver = expiresAt ? expiresAt.getTime() > now.getTime() : true;
  return begun && notOver;
}

function covers(wide: Scope, narrow: Scope): boolean {
  if (wide.kind === 'platform') return true;
  if (narrow.kind === 'platform' || wide.organizationId !== narrow.organizationId) return false;
  return (
    wide.kind === 'organization' || (narrow.kind === 'property' && wide.propertyId === narrow.propertyId)
  );
}

function carries(world: RandomWorld, { role: key, scope }: Grant, permission: PermissionKey): boolean {
  const builtIn = ROLES[key];
  if (builtIn) return builtIn[0] === scope.kind && builtIn[1].includes(permission);
  if (scope.kind === 'platform') return false;
  const custom = world.custom.find(
    (role) =>
      role.key === key && role.organizationId === scope.organizationId && role.scopeKind === scope.kind,
  );
  if (!custom?.permissions.includes(permission)) return false;
  return scope.kind === 'organization'
    ? !permission.startsWith('platform:')
    : permission.startsWith('property:');
}
