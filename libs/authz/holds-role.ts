import { lackedPermissions } from './decide.js';
import { covers } from './grant.js';
import type { RoleRegistry } from './role-registry.js';
import type { Scope } from './scope.js';
import type { Subject } from './subject.js';

/**
 * Whether someone stands at least as high as a role at this scope: they hold the role itself, or every permission it
 * carries there (an organization's owner counts as a manager of each property). An unknown role, or one for another
 * kind of scope, is held by nobody.
 */
export function holdsRole(
  roles: RoleRegistry,
  subject: Subject,
  key: string,
  scope: Scope,
  now: Date,
): boolean {
  const role = roles.findFor(key, scope);
  if (!role) return false;
  const at = now.getTime();
  const given = subject.heldOver(scope).flat();
  if (given.some((held) => held.role === role && covers(held, at))) return true;
  // A role without permissions is not held by everybody.
  return role.permissions.size > 0 && lackedPermissions(subject, role.permissions, scope, now).length === 0;
}
