import type { ClerkMembership } from '#libs/clerk';
import type { MembershipState } from '#tenants';
import { isBehind } from './is-behind.rule.js';

/** The names of the fields in which a mirrored membership is not what Clerk says. */
export function compareMembership(clerk: ClerkMembership, mirrored: MembershipState): string[] {
  // A role was lowered here and is on its way to Clerk: until it has arrived, Clerk is the one that is behind.
  const isOnItsWay = mirrored.pendingRole !== null && mirrored.pendingRole !== clerk.role;
  if (isOnItsWay) return [];
  const fields: string[] = [];
  if (clerk.role !== mirrored.role) fields.push('role');
  if (clerk.organization.id !== mirrored.organizationClerkId) fields.push('organization');
  if (clerk.userId !== mirrored.userClerkId) fields.push('user');
  if (isBehind(mirrored.sourceUpdatedAt, clerk.updatedAt)) fields.push('updatedAt');
  return fields;
}
