import type { SealedEntry } from '#audit';

/** Whose rights are to be looked at again. */
export type AffectedAccess =
  /** Null: in every organization of theirs. */
  | { readonly kind: 'person'; readonly userId: string; readonly organizationId: string | null }
  | { readonly kind: 'organization'; readonly organizationId: string }
  | { readonly kind: 'everybody' };

/** A change of what roles mean everywhere. */
const EVERYWHERE: ReadonlySet<string> = new Set(['role.mirrored', 'permissions.declared']);
/** What changes the rights of people it does not name. */
const ORGANIZATION_WIDE: ReadonlySet<string> = new Set(['organization', 'role', 'group', 'property']);
/** What makes somebody able to act or not. */
const OF_PEOPLE: ReadonlySet<string> = new Set(['user', 'privacy', 'subject']);
/** Of those above, what says nothing of rights. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'organization.created',
  'organization.updated',
  'role.created',
  'group.created',
  'property.created',
  'property.updated',
  'user.created',
  'user.updated',
]);

/**
 * Whose rights a row of the audit log may have changed. It may name too many: whoever looks finds nothing new. One that it
 * misses is found by the nightly look at everybody.
 */
export function affectedBy({
  action,
  outcome,
  organizationId,
  targetKind,
  targetId,
}: SealedEntry): AffectedAccess | null {
  if (outcome !== 'allowed' || WITHOUT_EFFECT.has(action)) return null;
  if (EVERYWHERE.has(action)) return { kind: 'everybody' };
  const thing = action.slice(0, action.indexOf('.'));
  const userId = targetKind === 'user' ? targetId : null;
  if (organizationId !== null) {
    if (userId !== null) return { kind: 'person', userId, organizationId };
    return ORGANIZATION_WIDE.has(thing) ? { kind: 'organization', organizationId } : null;
  }
  return userId !== null && OF_PEOPLE.has(thing) ? { kind: 'person', userId, organizationId: null } : null;
}
