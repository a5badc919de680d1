import type { ClerkAccount } from '#libs/clerk';
import type { LegacyAccount } from '../legacy/legacy-account.js';

/** What a user whom Clerk has already is to an account: made for it, the same person, or somebody in its way. */
export type ExistingUserStanding =
  | { readonly is: 'created' | 'matched'; readonly user: ClerkAccount }
  | {
      readonly is: 'in the way';
      readonly why: 'external_id_taken' | 'email_taken' | 'email_unverified_at_clerk';
    };

/**
 * Who of those at Clerk an account is. The mark tells what was made for it; the same id of the app and the same address are
 * the same person; an address alone is so only if it was proved and the user has no other id. Null: nobody.
 *
 * @param users those that Clerk gives for the account's id and for its address
 */
export function existingUserStandingOf(
  account: Pick<LegacyAccount, 'id' | 'legacyId' | 'emailAddress'>,
  users: readonly ClerkAccount[],
): ExistingUserStanding | null {
  const made = users.find(({ externalId, mark }) => externalId === account.legacyId && mark === account.id);
  if (made !== undefined) return { is: 'created', user: made };
  const holds = (user: ClerkAccount) =>
    user.emailAddresses.find(({ emailAddress }) => emailAddress === account.emailAddress);
  const sameId = users.find(({ externalId }) => externalId === account.legacyId);
  if (sameId !== undefined)
    return holds(sameId) === undefined
      ? { is: 'in the way', why: 'external_id_taken' }
      : { is: 'matched', user: sameId };
  const sameAddress = users.find((user) => holds(user) !== undefined);
  if (sameAddress === undefined) return null;
  if (sameAddress.externalId !== null) return { is: 'in the way', why: 'email_taken' };
  return holds(sameAddress)?.verified === true
    ? { is: 'matched', user: sameAddress }
    : { is: 'in the way', why: 'email_unverified_at_clerk' };
}
