import type { ClerkMembership, ClerkOrganization, ClerkUser } from '#libs/clerk';
import { UnexplainedMembershipError } from '#tenants';
import type { SourceMoment } from '#users';
import { type ClerkObjectAddress, type ClerkKnowledge, NeedsClerkError } from './clerk-knowledge.js';

/** Who changes the mirror where an event does. */
export const WEBHOOKS_ACTOR = { kind: 'system', name: 'webhooks' } as const;

export type ApplyOutcome = 'applied' | 'ignored';

/** Clerk is asked, once, before an event makes a row that may be gone there, or leaves out what Clerk can tell. */
export function needFresh(of: ClerkObjectAddress, knowledge: ClerkKnowledge): void {
  if (knowledge.fresh === undefined) throw new NeedsClerkError({ kind: 'fresh', of });
}

/** Clerk is asked for the invitations that a membership may have grown out of. */
export function needsOrigin(error: unknown): never {
  if (!(error instanceof UnexplainedMembershipError)) throw error;
  const { organizationClerkId, clerkInvitationIds } = error;
  throw new NeedsClerkError({ kind: 'origin', organizationClerkId, clerkInvitationIds });
}

/** Asks Clerk for what is missing, once; what Clerk does not know either, nobody needs. */
export function lacking(
  need: { kind: 'person' | 'organization'; clerkId: string },
  { asked }: ClerkKnowledge,
): ApplyOutcome {
  if (asked.has(need.kind)) return 'ignored';
  throw new NeedsClerkError(need);
}

/** The state to apply: what was told, or where that ties with another one what Clerk says now; null: it is gone. */
export async function settled<T extends ClerkUser | ClerkOrganization | ClerkMembership>(
  told: T,
  source: SourceMoment,
  of: ClerkObjectAddress,
  knowledge: ClerkKnowledge,
  isTie: () => boolean | Promise<boolean>,
): Promise<{ object: T; source: SourceMoment } | null> {
  if (knowledge.fresh === null) return null;
  if (knowledge.fresh !== undefined) {
    const object = knowledge.fresh as T;
    return { object, source: { updatedAt: object.updatedAt, eventAt: null } };
  }
  if (await isTie()) needFresh(of, knowledge);
  return { object: told, source };
}
