import { decide, holdsRole, platformScope, type RoleRegistry, type Scope, type Subject } from '#libs/authz';
import { authErrors } from './auth.errors.js';
import type { RoutePolicy } from './route-policy.js';

/**
 * Whether somebody meets what a route demands, at the scope of its path.
 * @param roles those that the subject was prepared with
 */
export function meetsPolicy(
  policy: RoutePolicy,
  roles: RoleRegistry,
  subject: Subject,
  scope: Scope,
  now: Date,
): boolean {
  switch (policy.kind) {
    case 'public':
    case 'signed-in':
      return true;
    case 'permission':
      return decide(subject, policy.permission, scope, now);
    case 'platform-role':
      return holdsRole(roles, subject, policy.role, platformScope, now);
    case 'organization-role':
    case 'property-role':
      return holdsRole(roles, subject, policy.role, scope, now);
  }
}

/** @throws AppError 403 naming what somebody lacks who does not meet the policy */
export function checkPolicy(
  policy: RoutePolicy,
  roles: RoleRegistry,
  subject: Subject,
  scope: Scope,
  now: Date,
): void {
  if (meetsPolicy(policy, roles, subject, scope, now)) return;
  if (policy.kind === 'permission') throw authErrors.permissionMissing(policy.permission);
  if ('role' in policy) throw authErrors.roleMissing(policy.role);
}
