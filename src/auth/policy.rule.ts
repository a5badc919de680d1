import { decide, type Scope, type Subject } from '#libs/authz';
import { authErrors } from './auth.errors.js';
import { builtInRoles } from './role-catalogue.js';
import type { RoutePolicy } from './route-policy.js';

/**
 * Whether somebody meets what a route demands, at the scope of its path.
 * @throws AppError 403 naming what is missing
 */
export function checkPolicy(policy: RoutePolicy, subject: Subject, scope: Scope, now: Date): void {
  switch (policy.kind) {
    case 'public':
    case 'signed-in':
      return;
    case 'permission':
      if (!decide(subject, policy.permission, scope, now))
        throw authErrors.permissionMissing(policy.permission);
      return;
    case 'platform-role':
      if (!holdsRole(subject, policy.role, { kind: 'platform' }, now))
        throw authErrors.roleMissing(policy.role);
      return;
    case 'organization-role':
    case 'property-role':
      if (!holdsRole(subject, policy.role, scope, now)) throw authErrors.roleMissing(policy.role);
  }
}

/** Holding a role means holding it, or another of its kind that contains every permission of it, at that very scope. */
function holdsRole(subject: Subject, key: string, scope: Scope, now: Date): boolean {
  const wanted = builtInRoles.findFor(key, scope);
  if (wanted === undefined) return false;
  const at = now.getTime();
  return subject
    .heldOver(scope)
    .flat()
    .some(
      (held) =>
        held.role.scopeKind === scope.kind &&
        held.from <= at &&
        at < held.until &&
        (held.role.key === key || wanted.permissions.isSubsetOf(held.role.permissions)),
    );
}
