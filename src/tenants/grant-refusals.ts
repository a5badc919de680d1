import { accessPolicy, authErrors, type Caller, type Permission } from '#auth';
import { mayRevoke, refusalToGrant, type Scope } from '#libs/authz';
import { tenantsErrors } from './tenants.errors.js';

/**
 * Nobody gives a role above their own, or for longer than they hold it themselves.
 * @throws AppError saying what stands against it
 */
export function demandMayGrant(
  caller: Caller,
  role: string,
  scope: Scope,
  now: Date,
  expiresAt: Date | null = null,
): void {
  const refusal = refusalToGrant(accessPolicy, caller.subject, { role, scope, expiresAt }, now);
  switch (refusal?.code) {
    case undefined:
      return;
    case 'role_unknown':
    case 'role_not_for_scope':
      throw tenantsErrors.unknownRole();
    case 'grant_period_invalid':
      throw tenantsErrors.expiryInPast();
    case 'management_missing':
      throw authErrors.permissionMissing(refusal.permission as Permission);
    case 'permissions_missing':
      throw tenantsErrors.roleAboveOwn();
    case 'outlasts_giver':
      throw tenantsErrors.roleAboveOwn({
        detail: `Your own right ends at ${refusal.until.toISOString()}; give the role until then at most.`,
      });
  }
}

/** Nobody takes a role above their own. @throws AppError 403 */
export function demandMayRevoke(caller: Caller, role: string, scope: Scope, now: Date): void {
  if (!mayRevoke(accessPolicy, caller.subject, { role, scope }, now)) throw tenantsErrors.roleAboveOwn();
}
