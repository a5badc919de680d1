import { authErrors, type Caller, type Permission } from '#auth';
import { mayRevoke, type Policy, type ProposedGrant, refusalToGrant, type Scope } from '#libs/authz';
import type { OrganizationScope } from '#libs/database';
import { tenantsErrors } from './tenants.errors.js';

/**
 * Nobody gives a role above their own, or for longer than they hold it themselves.
 * @param policy the rules as they stand in the organization, see `RolePoliciesService`
 * @throws AppError saying what stands against it
 */
export function demandMayGrant(policy: Policy, caller: Caller, proposed: ProposedGrant, now: Date): void {
  const refusal = refusalToGrant(policy, caller.subject, proposed, now);
  switch (refusal?.code) {
    case undefined:
      return;
    case 'role_unknown':
    case 'role_not_for_scope':
      throw tenantsErrors.unknownRole();
    case 'grant_period_invalid':
      throw proposed.expiresAt != null && proposed.expiresAt <= now
        ? tenantsErrors.expiryInPast()
        : tenantsErrors.periodInvalid();
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
export function demandMayRevoke(policy: Policy, caller: Caller, role: string, scope: Scope, now: Date): void {
  if (!mayRevoke(policy, caller.subject, { role, scope }, now)) throw tenantsErrors.roleAboveOwn();
}

/**
 * On a whole organization only its own roles are given: Clerk's are given by changing the membership, and there is one for
 * each member.
 * @throws AppError 400 `role_by_membership`
 */
export function demandBesideMembership(
  { roles }: Policy,
  { organizationId }: OrganizationScope,
  key: string,
): void {
  const role = roles.find(key, organizationId);
  if (role?.scopeKind === 'organization' && role.organizationId === null)
    throw tenantsErrors.roleByMembership();
}
