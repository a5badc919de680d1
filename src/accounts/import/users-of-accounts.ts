import type { ClerkAccount, ClerkAccounts } from '#libs/clerk';
import type { LegacyAccount } from '../legacy/legacy-account.js';

/** Everybody at Clerk with the id or the address of one of the accounts, for `existingUserStandingOf`. @param accounts at most 100 */
export async function usersOfAccounts(
  accounts: readonly Pick<LegacyAccount, 'legacyId' | 'emailAddress'>[],
  clerk: ClerkAccounts,
): Promise<ClerkAccount[]> {
  return [
    ...(await clerk.listByExternalIds(accounts.map(({ legacyId }) => legacyId))),
    ...(await clerk.listByEmails(accounts.map(({ emailAddress }) => emailAddress))),
  ];
}
