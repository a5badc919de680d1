import { decide } from './decide.js';
import { isActive } from './grant.js';
import type { Grant } from './grant.js';
import { scopeKindOf } from './permission.js';
import type { PermissionKey } from './permission.js';
import { ScopeIndex } from './scope-index.js';
import { roleFromRecord } from './role.js';
import type { RoleRecord } from './role.js';
import type { RoleRegistry } from './role-registry.js';
import type { Scope } from './scope.js';
import { prepareSubject } from './subject.js';

/** So many people are named for a change of rights; more are only counted. */
const MAX_NAMED = 10;

/** How far one permission spreads or withdraws. */
export interface RightsChange {
  readonly permission: PermissionKey;
  /** People for whom it changes somewhere. */
  readonly people: number;
  /** Places (properties; the organization, for a permission of its level) where it changes for somebody. */
  readonly places: number;
  /** Person-and-place pairs for which it changes. */
  readonly pairs: number;
  /** Ids of the first ten of these people. */
  readonly userIds: readonly string[];
}

/** What an edit of a role does, before it is made. Permissions that change for nobody are left out. */
export interface RoleDiff {
  readonly gained: readonly RightsChange[];
  readonly lost: readonly RightsChange[];
}

/**
 * Who would gain or lose what if `before` became `after` (null: the role does not exist). Counts real changes only:
 * what someone holds by another grant as well is neither gained nor lost.
 * @param grants every grant of the people who hold the role
 * @param places where to count: the organization itself and its properties
 * @throws RangeError if the two are not the same role: its key, organization and kind of scope never change
 */
export function diffRole(
  roles: RoleRegistry,
  before: RoleRecord | null,
  after: RoleRecord | null,
  grants: Iterable<Grant>,
  places: Iterable<Scope>,
  now: Date,
): RoleDiff {
  const role = before ?? after;
  const gained = tallyEach(added(before, after));
  const lost = tallyEach(added(after, before));
  if (!role || roles.isReserved(role.key, role.organizationId)) return { gained: [], lost: [] };
  if (before && after && !isSameRole(before, after)) throw new RangeError('Not two states of one role');

  const index = new ScopeIndex(places);
  const tallies = [...gained, ...lost];
  for (const own of Map.groupBy(grants, (grant) => grant.subjectId).values()) {
    const { ofRole = [], other = [] } = Object.groupBy(own, (g) => (isOf(role, g) ? 'ofRole' : 'other'));
    const elsewhere = prepareSubject(roles, other);
    const reached = index.reachedBy(ofRole.filter((grant) => isActive(grant, now)).map((g) => g.scope));
    for (const place of reached) {
      for (const tally of tallies) {
        if (scopeKindOf(tally.permission) !== place.kind) continue;
        if (!decide(elsewhere, tally.permission, place, now)) tally.add(own, place);
      }
    }
  }
  return { gained: summarize(gained), lost: summarize(lost) };
}

function isSameRole(one: RoleRecord, other: RoleRecord): boolean {
  return (
    one.key === other.key && one.organizationId === other.organizationId && one.scopeKind === other.scopeKind
  );
}

function isOf(role: RoleRecord, { role: key, scope }: Grant): boolean {
  if (key !== role.key || scope.kind !== role.scopeKind || scope.kind === 'platform') return false;
  return role.organizationId === null || role.organizationId === scope.organizationId;
}

/** The permissions that `to` carries and `from` does not. */
function added(from: RoleRecord | null, to: RoleRecord | null): PermissionKey[] {
  if (!to) return [];
  const present: ReadonlySet<PermissionKey> = from ? roleFromRecord(from).permissions : new Set();
  return [...roleFromRecord(to).permissions].filter((permission) => !present.has(permission));
}

/** People and places are told apart by identity: each person has one list of grants, each place one object. */
class Tally {
  readonly #people = new Set<readonly Grant[]>();
  readonly #places = new Set<Scope>();
  #pairs = 0;

  constructor(readonly permission: PermissionKey) {}

  add(person: readonly Grant[], place: Scope): void {
    this.#people.add(person);
    this.#places.add(place);
    this.#pairs += 1;
  }

  summary(): RightsChange {
    const { permission } = this;
    const ids = [...this.#people].flatMap(([grant]) => grant?.subjectId ?? []);
    const userIds = ids.sort().slice(0, MAX_NAMED);
    return { permission, people: this.#people.size, places: this.#places.size, pairs: this.#pairs, userIds };
  }
}

function tallyEach(permissions: readonly PermissionKey[]): Tally[] {
  return [...permissions].sort().map((permission) => new Tally(permission));
}

function summarize(tallies: readonly Tally[]): RightsChange[] {
  return tallies.map((tally) => tally.summary()).filter(({ pairs }) => pairs > 0);
}
