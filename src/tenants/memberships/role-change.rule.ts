import type { RoleRegistry } from '#libs/authz';

/**
 * Whether a change of role takes something away and gives nothing. A right is taken here first and given at Clerk
 * first, so the two go different ways; a role that is not known here carries nothing.
 */
export function roleChangeOnlyTakes(
  roles: RoleRegistry,
  from: string,
  to: string,
  organizationId: string,
): boolean {
  const before = roles.find(from, organizationId)?.permissions ?? new Set();
  const after = roles.find(to, organizationId)?.permissions ?? new Set();
  return after.isSubsetOf(before);
}
