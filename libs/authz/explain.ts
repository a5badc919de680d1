import { gives } from './decide.js';
import type { Grant, GroupReference } from './grant.js';
import type { PermissionKey } from './permission.js';
import type { World } from './policy.js';
import { findRemedies } from './remedy.js';
import type { Remedy } from './remedy.js';
import { contains, isSameScope } from './scope.js';
import type { Scope } from './scope.js';
import { prepareSubject } from './subject.js';
import type { HeldRole, Subject } from './subject.js';

/** One way in which the right is held. */
export interface Derivation {
  /** The grant's id. */
  readonly grant: string;
  /** The key of the role it gives. */
  readonly role: string;
  /** Where the right holds: the scope that was asked about. */
  readonly scope: Scope;
  /** The wider scope at which the role was given; null if it was given right here. */
  readonly inheritedFrom: Scope | null;
  readonly givenBy: string | null;
  readonly givenAt: Date;
  /** When this way ends; null if it does not. */
  readonly expiresAt: Date | null;
  /** The group by which it is held; null if it was given to the person. */
  readonly group: GroupReference | null;
}

/** A grant that looks as if it should give the right, and why it does not. */
export interface NearMiss {
  readonly grant: string;
  readonly role: string;
  /** Where the role was given. */
  readonly scope: Scope;
  readonly reason: 'expired' | 'not_yet_valid' | 'period_invalid' | 'role_unknown';
  /** When it ended or will begin; null where time is not the reason. */
  readonly at: Date | null;
  /** The group to which it was given; null if it was given to the person. */
  readonly group: GroupReference | null;
}

export interface Explanation {
  /** What `decide` says. */
  readonly allowed: boolean;
  /** On a yes: every way in which the right is held, widest scope first. Empty on a no. */
  readonly because: readonly Derivation[];
  /** On a no: the smallest grants that would change it. Empty on a yes. */
  readonly remedy: readonly Remedy[];
  /** On a no: grants that miss narrowly. Empty on a yes. */
  readonly almost: readonly NearMiss[];
}

/**
 * Why someone may or may not do this here and now. The world must hold the grants of that person and, for
 * `mayBeGivenBy`, those of everybody else at the scope and at the scopes around it.
 */
export function explain(
  world: World,
  subjectId: string,
  permission: PermissionKey,
  scope: Scope,
  now: Date,
): Explanation {
  const subject = world.subjects.get(subjectId) ?? prepareSubject(world.policy.roles, []);
  const at = now.getTime();
  const because = subject
    .heldOver(scope)
    .flat()
    .filter((held) => gives(held, permission, at))
    .map((held) => derivationOf(held.grant, scope));
  if (because.length > 0) return { allowed: true, because, remedy: [], almost: [] };
  return {
    allowed: false,
    because,
    remedy: findRemedies(world, permission, scope, now),
    almost: nearMisses(subject, permission, scope, at),
  };
}

function derivationOf(grant: Grant, scope: Scope): Derivation {
  return {
    grant: grant.id,
    role: grant.role,
    scope,
    inheritedFrom: isSameScope(grant.scope, scope) ? null : grant.scope,
    givenBy: grant.givenBy ?? null,
    givenAt: grant.givenAt,
    expiresAt: grant.expiresAt ?? null,
    group: grant.group ?? null,
  };
}

function nearMisses(subject: Subject, permission: PermissionKey, scope: Scope, atMs: number): NearMiss[] {
  const outOfTime = subject
    .heldOver(scope)
    .flat()
    .filter((held) => held.role.permissions.has(permission))
    .map((held) => ({ ...identityOf(held.grant), ...outOfTimeBecause(held, atMs) }));
  const unknown = subject.withoutRole
    .filter((grant) => contains(grant.scope, scope))
    .map((grant) => ({ ...identityOf(grant), reason: 'role_unknown' as const, at: null }));
  return [...outOfTime, ...unknown];
}

function identityOf({ id, role, scope, group }: Grant): Omit<NearMiss, 'reason' | 'at'> {
  return { grant: id, role, scope, group: group ?? null };
}

function outOfTimeBecause(held: HeldRole, atMs: number): Pick<NearMiss, 'reason' | 'at'> {
  if (atMs >= held.until) return { reason: 'expired', at: new Date(held.until) };
  if (atMs < held.from) return { reason: 'not_yet_valid', at: new Date(held.from) };
  return { reason: 'period_invalid', at: null };
}
