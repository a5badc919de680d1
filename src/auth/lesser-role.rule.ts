import type { RoleRecord } from '#libs/authz';
import type { AuthorizationModel } from './authorization-model.js';

/**
 * Of two roles in an organization the one that carries less; null when one of them is none, or when neither contains
 * the other: a right is never granted on doubt. A role that is not known here carries nothing.
 */
export function lesserRole(
  one: string | null,
  other: string | null,
  { model, storedRoles }: { readonly model: AuthorizationModel; readonly storedRoles: readonly RoleRecord[] },
  organizationId: string,
): string | null {
  if (one === null || other === null) return null;
  const roles = model.withStoredRoles(storedRoles);
  const ofOne = roles.find(one, organizationId)?.permissions ?? new Set();
  const ofOther = roles.find(other, organizationId)?.permissions ?? new Set();
  if (ofOne.isSubsetOf(ofOther)) return one;
  return ofOther.isSubsetOf(ofOne) ? other : null;
}
