import type { Invitation } from './invitation.entity.js';

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
    invitation.acceptedInClerkAt.getTime() <= invitation.expiresAt.getTime() &&
    verifiedEmailAddresses.includes(invitation.emailAddress)
  );
}
