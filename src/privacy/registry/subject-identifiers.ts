import { mirroredEmail } from '#libs/email';
import type { AddressHold } from '#users';

/** What a person is found by, as it was before an erasure. */
export interface SubjectIdentifiers {
  readonly userId: string;
  readonly clerkId: string | null;
  /** Clerk's ids of the invitations that are theirs. */
  readonly invitationIds: readonly string[];
  /** Every address they have or had, and when each of them was theirs. */
  readonly holds: readonly AddressHold[];
  /** In E.164. */
  readonly phones: readonly string[];
  readonly externalIds: readonly string[];
  /** What they sign in with beside addresses. */
  readonly userNames: readonly string[];
  /** First and last names, of now and before. */
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
}

/** Of somebody of whom nothing is known but an id. */
export const unknownPerson = (userId: string, clerkId: string | null = null): SubjectIdentifiers => ({
  userId,
  clerkId,
  invitationIds: [],
  holds: [],
  phones: [],
  externalIds: [],
  userNames: [],
  firstNames: [],
  lastNames: [],
});

/** Addresses that were never anybody else's: wherever one stands, this person is meant. */
export function soleAddresses({ holds }: SubjectIdentifiers): string[] {
  return addressesWhere(holds, ({ after, until }) => after === null && until === null);
}

/** Addresses that are or were somebody else's as well: by themselves they lead to nobody. */
export function sharedAddresses(person: SubjectIdentifiers): string[] {
  const sole = new Set(soleAddresses(person));
  return addressesWhere(person.holds, () => true).filter((address) => !sole.has(address));
}

function addressesWhere(holds: readonly AddressHold[], is: (hold: AddressHold) => boolean): string[] {
  return [...new Set(holds.filter(is).map(({ address }) => mirroredEmail(address)))];
}

/** Clerk's ids that are this person or of an invitation of theirs. */
export function clerkIdsOf({ clerkId, invitationIds }: SubjectIdentifiers): string[] {
  return [...(clerkId === null ? [] : [clerkId]), ...invitationIds];
}
