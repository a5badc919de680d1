import type { ClerkOrganization } from '#libs/clerk';
import type { SourceMoment } from '#users';

/** The columns of an organization's row that follow Clerk. */
export function mirroredOrganizationOf(told: ClerkOrganization, source: SourceMoment) {
  return {
    clerkId: told.id,
    name: told.name,
    slug: told.slug,
    // Clerk writes "no limit" as 0.
    maxAllowedMemberships: told.maxAllowedMemberships || null,
    createdAt: told.createdAt,
    updatedAt: told.updatedAt,
    sourceUpdatedAt: source.updatedAt,
    sourceEventAt: source.eventAt,
  };
}
