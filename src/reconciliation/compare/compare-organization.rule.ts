import type { ClerkOrganization } from '#libs/clerk';
import type { OrganizationState } from '#tenants';
import { isBehind } from './is-behind.rule.js';

/** The names of the fields in which a mirrored organization is not what Clerk says. */
export function compareOrganization(clerk: ClerkOrganization, mirrored: OrganizationState): string[] {
  const fields: string[] = [];
  if (clerk.name !== mirrored.name) fields.push('name');
  if (clerk.slug !== mirrored.slug) fields.push('slug');
  // Clerk writes "no limit" as 0.
  if ((clerk.maxAllowedMemberships || null) !== mirrored.maxAllowedMemberships) {
    fields.push('maxAllowedMemberships');
  }
  if (isBehind(mirrored.sourceUpdatedAt, clerk.updatedAt)) fields.push('updatedAt');
  return fields;
}
