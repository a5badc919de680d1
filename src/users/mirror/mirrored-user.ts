import type { ClerkUser } from '#libs/clerk';
import type { SourceMoment } from './source-moment.rule.js';

/** The columns of a person's row that follow Clerk. */
export function mirroredUserOf(clerkUser: ClerkUser, source: SourceMoment) {
  const primary = clerkUser.emailAddresses.find(({ id }) => id === clerkUser.primaryEmailAddressId);
  return {
    clerkId: clerkUser.id,
    externalId: clerkUser.externalId,
    emailAddress: primary?.emailAddress ?? null,
    firstName: clerkUser.firstName,
    lastName: clerkUser.lastName,
    twoFactorEnabled: clerkUser.twoFactorEnabled,
    createdAt: clerkUser.createdAt,
    updatedAt: clerkUser.updatedAt,
    sourceUpdatedAt: source.updatedAt,
    sourceEventAt: source.eventAt,
  };
}

/** Each address of a person once. */
export function mirroredAddressesOf(clerkUser: ClerkUser) {
  const byAddress = new Map<string, { emailAddress: string; verified: boolean; isPrimary: boolean }>();
  for (const { id, emailAddress, verified } of clerkUser.emailAddresses) {
    const known = byAddress.get(emailAddress);
    byAddress.set(emailAddress, {
      emailAddress,
      verified: verified || (known?.verified ?? false),
      isPrimary: id === clerkUser.primaryEmailAddressId || (known?.isPrimary ?? false),
    });
  }
  return [...byAddress.values()];
}
