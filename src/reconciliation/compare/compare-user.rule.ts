import type { ClerkUser } from '#libs/clerk';
import type { UserState } from '#users';
import { isBehind } from './is-behind.rule.js';

/** The names of the fields in which a mirrored person is not what Clerk says; empty: they are the same. */
export function compareUser(clerk: ClerkUser, mirrored: UserState): string[] {
  const primary = clerk.emailAddresses.find(({ id }) => id === clerk.primaryEmailAddressId);
  const told = {
    externalId: clerk.externalId,
    firstName: clerk.firstName,
    lastName: clerk.lastName,
    emailAddress: primary?.emailAddress ?? null,
    banned: clerk.banned,
    twoFactorEnabled: clerk.twoFactorEnabled,
  };
  const fields: string[] = (Object.keys(told) as (keyof typeof told)[]).filter(
    (field) => told[field] !== mirrored[field],
  );
  if (addressesOfClerk(clerk) !== addressesHere(mirrored)) fields.push('emailAddresses');
  if (isBehind(mirrored.sourceUpdatedAt, clerk.updatedAt)) fields.push('updatedAt');
  return fields;
}

// The same address may stand twice at Clerk; here it is one, verified if any of them is.
function addressesOfClerk({ emailAddresses, primaryEmailAddressId }: ClerkUser): string {
  const byAddress = new Map<string, { verified: boolean; isPrimary: boolean }>();
  for (const { id, emailAddress, verified } of emailAddresses) {
    const known = byAddress.get(emailAddress);
    byAddress.set(emailAddress, {
      verified: verified || (known?.verified ?? false),
      isPrimary: id === primaryEmailAddressId || (known?.isPrimary ?? false),
    });
  }
  return textOf([...byAddress].map(([emailAddress, flags]) => ({ emailAddress, ...flags })));
}

function addressesHere({ addresses }: UserState): string {
  return textOf(addresses);
}

function textOf(addresses: UserState['addresses']): string {
  return addresses
    .map(({ emailAddress, verified, isPrimary }) => JSON.stringify([emailAddress, verified, isPrimary]))
    .sort()
    .join();
}
