import { decide, holdsRole, platformScope, type Scope, type Subject } from '#libs/authz';
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
      if (!holdsRole(builtInRoles, subject, policy.role, platformScope, now))
        throw authErrors.roleMissing(policy.role);
      return;
    case 'organization-role':
    case 'property-role':
      if (!holdsRole(builtInRoles, subject, policy.role, scope, now))
        throw authErrors.roleMissing(policy.role);
  }
}
