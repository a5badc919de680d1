import { decide, lackedPermissions } from './decide.js';
import { periodOf } from './grant.js';
import type { Grant } from './grant.js';
import type { PermissionKey } from './permission.js';
import type { Policy } from './policy.js';
import type { RoleRegistry } from './role-registry.js';
import { organizationOf } from './scope.js';
import type { Scope, ScopeKind } from './scope.js';
import type { Subject } from './subject.js';

/** A grant somebody wants to give. */
export type ProposedGrant = Pick<Grant, 'role' | 'scope' | 'validFrom' | 'expiresAt'>;

/** Why a grant is refused; `code` is stable, the rest says what to change. */
export type GrantRefusal =
  | { readonly code: 'role_unknown' }
  | { readonly code: 'role_not_for_scope'; readonly scopeKind: ScopeKind }
  /** An end that lies in the past, at or before the beginning, or is no date at all. */
  | { readonly code: 'grant_period_invalid' }
  | { readonly code: 'management_missing'; readonly permission: PermissionKey }
  | { readonly code: 'permissions_missing'; readonly permissions: readonly PermissionKey[] }
  /** The giver's own rights end before the grant would; it may last until then. */
  | { readonly code: 'outlasts_giver'; readonly until: Date };

/**
 * Whether someone may give a role at a scope now: the role exists for that kind of scope, they hold the
 * managing permission there, and they hold every permission of the role there. Nobody hands on what they lack.
 */
export function mayGrant(policy: Policy, giver: Subject, role: string, scope: Scope, now: Date): boolean {
  return refusalToGrant(policy, giver, { role, scope, expiresAt: null }, now, { mayOutlast: true }) === null;
}

/**
 * Why someone may not give this grant, or null if they may. Beyond {@link mayGrant} it judges the period: the
 * giver must hold what they hand on without a gap from now until the grant ends, else a right lent for
 * an hour could be made permanent by its holder. `mayOutlast` lifts that one rule.
 */
export function refusalToGrant(
  policy: Policy,
  giver: Subject,
  proposed: ProposedGrant,
  now: Date,
  options: { readonly mayOutlast?: boolean } = {},
): GrantRefusal | null {
  const { scope } = proposed;
  const role = policy.roles.find(proposed.role, organizationOf(scope));
  if (!role) return { code: 'role_unknown' };
  if (role.scopeKind !== scope.kind) return { code: 'role_not_for_scope', scopeKind: role.scopeKind };

  const { from, until } = periodOf(proposed);
  if (!(from < until && now.getTime() < until)) return { code: 'grant_period_invalid' };

  const managing = policy.managedBy[scope.kind];
  if (!decide(giver, managing, scope, now)) return { code: 'management_missing', permission: managing };
  const lacked = lackedPermissions(giver, role.permissions, scope, now);
  if (lacked.length > 0) return { code: 'permissions_missing', permissions: lacked };

  if (options.mayOutlast) return null;
  const end = firstLack(giver, [managing, ...role.permissions], scope, now);
  return end < until ? { code: 'outlasts_giver', until: new Date(end) } : null;
}

/**
 * Whether someone may take a grant away: as for giving it, so that nobody takes a role above their own. A grant of
 * a role that no longer exists gives nothing, so managing the scope is enough to clear it away.
 */
export function mayRevoke(
  policy: Policy,
  taker: Subject,
  grant: Pick<Grant, 'role' | 'scope'>,
  now: Date,
): boolean {
  if (!decide(taker, policy.managedBy[grant.scope.kind], grant.scope, now)) return false;
  return !carriesMore(policy.roles, taker, grant, now);
}

/** Whether the role of a grant carries a permission that somebody lacks there. A role that no longer exists carries none. */
export function carriesMore(
  roles: RoleRegistry,
  than: Subject,
  { role: key, scope }: Pick<Grant, 'role' | 'scope'>,
  now: Date,
): boolean {
  const role = roles.findFor(key, scope);
  return role !== undefined && lackedPermissions(than, role.permissions, scope, now).length > 0;
}

/** The first moment from now on, in epoch milliseconds, at which one of these is not held; else Infinity. */
function firstLack(subject: Subject, permissions: readonly PermissionKey[], scope: Scope, now: Date): number {
  // What is held only changes where a grant begins or ends, and only an end can take something away.
  const ends = subject
    .heldOver(scope)
    .flat()
    .map((held) => held.until)
    .filter((until) => until > now.getTime() && until < Infinity)
    .sort((a, b) => a - b);
  return (
    ends.find((end) => lackedPermissions(subject, permissions, scope, new Date(end)).length > 0) ?? Infinity
  );
}
