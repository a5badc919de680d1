import type { ClerkMembership } from '#libs/clerk';
import type { Invitation } from './invitation.entity.js';

/** Clerk makes the membership in the moment of the acceptance; the two times may lie that far apart. */
export const SAME_MOMENT_MS = 5 * 60_000;

type Candidate = Pick<
  Invitation,
  | 'id'
  | 'clerkId'
  | 'status'
  | 'statusAtClerk'
  | 'acceptedInClerkAt'
  | 'acceptedInClerkBy'
  | 'acceptedBy'
  | 'refusedMembershipId'
>;

/** What is known of where a membership comes from. */
export interface Origin<T> {
  /** Our invitations behind the one of Clerk's that was accepted; empty: the membership comes from none of them. */
  readonly sources: readonly T[];
  /** Clerk's ids of those that may have been accepted without our having heard of it: only Clerk knows. */
  readonly unheard: readonly string[];
}

/**
 * Which of the invitations to a person a membership grew out of. Where it carries our id, that says it. Else it is one
 * that was accepted at Clerk, by nobody else, for no other membership, and in the moment in which this one was made.
 *
 * @param candidates our invitations to the organization that name an address of the person, or that they accepted
 */
export function membershipOriginOf<T extends Candidate>(
  told: Pick<ClerkMembership, 'id' | 'ownId' | 'createdAt'>,
  person: { readonly userId: string; readonly clerkUserId: string },
  candidates: readonly T[],
): Origin<T> {
  const named = candidates.find(({ id }) => id === told.ownId);
  if (named !== undefined) {
    const isBehindTheSame = ({ id, clerkId }: T) =>
      id === named.id || (clerkId !== null && clerkId === named.clerkId);
    return { sources: candidates.filter(isBehindTheSame), unheard: [] };
  }
  const possible = candidates.filter((candidate) => couldBe(told, person, candidate));
  return {
    sources: possible.filter(({ acceptedInClerkAt }) => acceptedInClerkAt !== null),
    unheard: [
      ...new Set(
        possible.flatMap(({ clerkId, acceptedInClerkAt }) =>
          clerkId !== null && acceptedInClerkAt === null ? [clerkId] : [],
        ),
      ),
    ],
  };
}

function couldBe(
  told: Pick<ClerkMembership, 'id' | 'createdAt'>,
  person: { readonly userId: string; readonly clerkUserId: string },
  candidate: Candidate,
): boolean {
  const { clerkId, statusAtClerk, acceptedInClerkAt, acceptedInClerkBy, acceptedBy } = candidate;
  if (clerkId === null || statusAtClerk === 'revoked' || statusAtClerk === 'expired') return false;
  if (statusAtClerk === 'unknown') return false;
  if (candidate.refusedMembershipId !== null && candidate.refusedMembershipId !== told.id) return false;
  if (acceptedInClerkBy !== null && acceptedInClerkBy !== person.clerkUserId) return false;
  if (acceptedBy !== null && acceptedBy !== person.userId) return false;
  return (
    acceptedInClerkAt === null ||
    Math.abs(told.createdAt.getTime() - acceptedInClerkAt.getTime()) <= SAME_MOMENT_MS
  );
}
