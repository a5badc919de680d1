import type { Invitation } from './invitation.entity.js';

/** Whether an invitation had run out when it was accepted. */
export function overdueFor({ expiresAt }: Pick<Invitation, 'expiresAt'>, acceptedAt: Date): boolean {
  return acceptedAt.getTime() > expiresAt.getTime();
}

/**
 * Whether an invitation may turn into rights: still open, accepted at Clerk before it ran out, by a person who has
 * proved that the invited address is theirs.
 */
export function mayBeSettled(
  invitation: Pick<Invitation, 'status' | 'acceptedInClerkAt' | 'expiresAt' | 'emailAddress'>,
  verifiedEmailAddresses: readonly string[],
): boolean {
  return (
    invitation.status === 'pending' &&
    invitation.acceptedInClerkAt !== null &&
    !overdueFor(invitation, invitation.acceptedInClerkAt) &&
    verifiedEmailAddresses.includes(invitation.emailAddress)
  );
}
