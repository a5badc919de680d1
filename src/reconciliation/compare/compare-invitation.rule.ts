import type { ClerkInvitation } from '#libs/clerk';
import type { InvitationState } from '#tenants';

/**
 * The names of the fields in which what is open here of an invitation is not what Clerk says. What is settled here stays
 * so: taking an invitation back is told to Clerk by a job, and its answer changes nothing here.
 */
export function compareInvitation(
  clerk: Pick<ClerkInvitation, 'status'>,
  mirrored: readonly Pick<InvitationState, 'status' | 'isAcceptedAtClerk'>[],
): string[] {
  const open = mirrored.filter(({ status }) => status === 'pending');
  switch (clerk.status) {
    case 'pending':
      return [];
    // Accepted at Clerk and waiting for its person: nothing is missing that Clerk could tell.
    case 'accepted':
      return open.some(({ isAcceptedAtClerk }) => !isAcceptedAtClerk) ? ['status'] : [];
    case 'revoked':
    case 'expired':
      return open.length > 0 ? ['status'] : [];
  }
}
