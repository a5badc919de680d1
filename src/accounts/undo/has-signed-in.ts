import type { ClerkAccount } from '#libs/clerk';

/** Whether somebody has used a user of Clerk by now: then an import does not take it back. */
export function hasSignedIn({
  lastSignInAt,
  lastActiveAt,
}: Pick<ClerkAccount, 'lastSignInAt' | 'lastActiveAt'>): boolean {
  return lastSignInAt !== null || lastActiveAt !== null;
}
