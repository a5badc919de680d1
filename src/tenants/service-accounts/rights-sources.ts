import type { RightsSource } from '#auth';
import type { UserLookupService } from '#users';

/**
 * People behind rights, by our id, in the open transaction. Whoever was erased, or is not at Clerk any more, is left out:
 * nothing holds through them.
 */
export async function rightsSourcesOf(
  users: UserLookupService,
  userIds: Iterable<string | null>,
): Promise<Map<string, RightsSource>> {
  const found = new Map<string, RightsSource>();
  for (const userId of new Set(userIds)) {
    if (userId === null) continue;
    const clerkUserId = (await users.findById(userId))?.clerkId;
    if (clerkUserId != null) found.set(userId, { userId, clerkUserId });
  }
  return found;
}
