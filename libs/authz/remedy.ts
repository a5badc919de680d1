import { mayGrant } from './may-grant.js';
import type { PermissionKey } from './permission.js';
import type { World } from './policy.js';
import type { Role } from './role.js';
import type { RoleRegistry } from './role-registry.js';
import { scopesAround } from './scope.js';
import type { Scope } from './scope.js';

/** A grant that would turn a no into a yes. */
export interface Remedy {
  /** The role's key. */
  readonly role: string;
  /** Where to give it. */
  readonly scope: Scope;
  /** Ids of those who may give it now, sorted; empty if nobody may. */
  readonly mayBeGivenBy: readonly string[];
}

/**
 * The smallest grants that give a permission at a scope. Only the narrowest scope at which any role gives it
 * is considered; there, no suggested role carries all that another suggested one carries. Fewest permissions first.
 */
export function findRemedies(world: World, permission: PermissionKey, scope: Scope, now: Date): Remedy[] {
  for (const place of scopesAround(scope)) {
    const smallest = smallestRoles(world.policy.roles, permission, place);
    if (smallest.length > 0)
      return smallest.map(({ key }) => ({
        role: key,
        scope: place,
        mayBeGivenBy: findGivers(world, key, place, now),
      }));
  }
  return [];
}

/** Ids of those who may give a role at a scope now, sorted. */
export function findGivers(world: World, role: string, scope: Scope, now: Date): string[] {
  return [...world.subjects]
    .filter(([, subject]) => mayGrant(world.policy, subject, role, scope, now))
    .map(([subjectId]) => subjectId)
    .sort();
}

function smallestRoles(roles: RoleRegistry, permission: PermissionKey, scope: Scope): Role[] {
  const carriers = roles
    .availableAt(scope)
    .filter((role) => role.permissions.has(permission))
    // Stable: of equally large roles the built-in one stays first.
    .sort((a, b) => a.permissions.size - b.permissions.size);
  const smallest: Role[] = [];
  for (const role of carriers) {
    // Whatever is smaller came earlier; of two roles with the same permissions one suggestion is enough.
    if (!smallest.some((chosen) => carriesAllOf(role, chosen))) smallest.push(role);
  }
  return smallest;
}

function carriesAllOf(larger: Role, smaller: Role): boolean {
  return [...smaller.permissions].every((permission) => larger.permissions.has(permission));
}
