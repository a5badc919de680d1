import type { ClerkOrganizationRole } from '#libs/clerk';
import type { ClerkRole } from '#tenants';

/** The names of the fields in which a mirrored role is not what Clerk says. */
export function compareRole(
  clerk: ClerkOrganizationRole,
  mirrored: Pick<ClerkRole, 'key' | 'name' | 'description' | 'permissions'>,
): string[] {
  const fields: string[] = [];
  if (clerk.key !== mirrored.key) fields.push('key');
  if (clerk.name !== mirrored.name) fields.push('name');
  if (clerk.description !== mirrored.description) fields.push('description');
  if ([...clerk.permissions].sort().join() !== [...mirrored.permissions].sort().join()) {
    fields.push('permissions');
  }
  return fields;
}
