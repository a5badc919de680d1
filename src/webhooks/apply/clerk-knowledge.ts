import type {
  ClerkInvitation,
  ClerkMembership,
  ClerkOrganization,
  ClerkSession,
  ClerkUser,
} from '#libs/clerk';

/** An object of Clerk, and where it is asked for. */
export type ClerkObjectAddress =
  | { readonly object: 'user' | 'organization' | 'session'; readonly clerkId: string }
  /** Clerk gives a membership by one of its sides only. */
  | { readonly object: 'membership'; readonly clerkId: string; readonly userId: string }
  | { readonly object: 'membership'; readonly clerkId: string; readonly organizationId: string }
  | { readonly object: 'invitation'; readonly clerkId: string; readonly organizationId: string };

/** What an event needs of Clerk before it can be applied. */
export type ClerkNeed =
  | { readonly kind: 'person'; readonly clerkId: string }
  | { readonly kind: 'organization'; readonly clerkId: string }
  /** What Clerk says of the invitations that a new membership may have grown out of. */
  | {
      readonly kind: 'origin';
      readonly organizationClerkId: string;
      readonly clerkInvitationIds: readonly string[];
    }
  /**
   * The object itself: times do not tell which state of it is the newer one, the event is about one that is not mirrored
   * and may be gone at Clerk, or it leaves out what nobody here knows.
   */
  | { readonly kind: 'fresh'; readonly of: ClerkObjectAddress };

/** Applying stopped before it changed anything: Clerk has to be asked, outside of the transaction. */
export class NeedsClerkError extends Error {
  constructor(readonly need: ClerkNeed) {
    super(`an event needs ${need.kind} of Clerk`);
  }
}

/** What was asked for one event until now; the same is never asked twice. */
export interface ClerkKnowledge {
  readonly asked: Set<ClerkNeed['kind']>;
  /** The object as Clerk has it now; null when Clerk does not know it any more. */
  fresh?: ClerkUser | ClerkOrganization | ClerkMembership | ClerkInvitation | ClerkSession | null;
}
