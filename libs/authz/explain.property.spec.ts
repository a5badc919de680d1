import { describe, it } from 'vitest';
import fc from 'fast-check';
import { decide } from './decide.js';
import { explain } from './explain.js';
import type { Explanation } from './explain.js';
import type { Grant } from './grant.js';
import type { PermissionKey } from './permission.js';
import { contains, isSameScope } from './scope.js';
import type { Scope } from './scope.js';
import { holds, isCaught } from './testing/check.js';
import {
  now,
  people,
  permission,
  person,
  place,
  places,
  prepared,
  randomWorld,
} from './testing/random-world.js';
import type { RandomWorld } from './testing/random-world.js';
import { isAllowed } from './testing/reference.js';
import { permissions } from './testing/sample-roles.js';

type Explain = (world: RandomWorld, who: string, what: PermissionKey, where: Scope) => Explanation;

const real: Explain = (world, who, what, where) => explain(prepared(world), who, what, where, now);
const changed =
  (change: (told: Explanation, world: RandomWorld) => Partial<Explanation>): Explain =>
  (world, ...rest) => {
    const told = real(world, ...rest);
    return { ...told, ...change(told, world) };
  };

const question = [randomWorld, person, permission, place] as const;

/** The same world with a role given to someone. */
function withRole(world: RandomWorld, subjectId: string, role: string, scope: Scope): RandomWorld {
  const given: Grant = { id: 'given', subjectId, role, scope, givenAt: now };
  return { ...world, grants: [...world.grants, given] };
}

const agreesWithDecide = (told: Explain) =>
  fc.property(...question, (world, who, what, where) => {
    const { allowed, because, remedy, almost } = told(world, who, what, where);
    if (allowed !== isAllowed(world, who, what, where, now)) return false;
    return allowed ? because.length > 0 && remedy.length + almost.length === 0 : because.length === 0;
  });

const tellsEveryDerivation = (told: Explain) =>
  fc.property(...question, (world, who, what, where) => {
    const sufficing = world.grants.filter(
      (grant) => grant.subjectId === who && isAllowed({ ...world, grants: [grant] }, who, what, where, now),
    );
    const derived = told(world, who, what, where).because;
    return (
      derived.length === sufficing.length &&
      sufficing.every((grant) =>
        derived.some(
          (each) =>
            each.grant === grant.id &&
            each.role === grant.role &&
            isSameScope(each.scope, where) &&
            isSameScope(each.inheritedFrom ?? where, grant.scope) &&
            each.givenBy === grant.givenBy &&
            each.givenAt === grant.givenAt,
        ),
      )
    );
  });

type Decision = (world: RandomWorld, who: string, what: PermissionKey, where: Scope) => boolean;

const decision: Decision = (world, who, what, where) => {
  const subject = prepared(world).subjects.get(who);
  return subject !== undefined && decide(subject, what, where, now);
};

const remediesFlip = (told: Explain) =>
  fc.property(...question, (world, who, what, where) =>
    told(world, who, what, where).remedy.every(({ role, scope }) =>
      decision(withRole(world, who, role, scope), who, what, where),
    ),
  );

const remediesWidenNothingElse = (decides: Decision) =>
  fc.property(...question, (world, who, what, where) =>
    real(world, who, what, where).remedy.every(({ role, scope }) => {
      const after = withRole(world, who, role, scope);
      const given = carried(world, role, scope);
      return people.every((anybody) =>
        permissions.all.every((each) =>
          places
            .filter((at) => decides(after, anybody, each, at) && !decides(world, anybody, each, at))
            .every((at) => anybody === who && given.has(each) && contains(scope, at)),
        ),
      );
    }),
  );

const ROLE_KEYS = ['operator', 'admin', 'owner', 'compliance', 'org:admin', 'org:member', 'property:manager'];
const CANDIDATES = [
  ...ROLE_KEYS,
  'property:viewer',
  'org:auditor',
  'property:night',
  'property:desk',
  'property:spa',
];

/** What a role gives at a scope, by brute force. */
function carried(world: RandomWorld, role: string, scope: Scope): Set<PermissionKey> {
  const alone = withRole({ ...world, grants: [] }, 'probe', role, scope);
  return new Set(permissions.all.filter((each) => isAllowed(alone, 'probe', each, scope, now)));
}

const remediesAreTheSmallest = (told: Explain) =>
  fc.property(...question, (world, who, what, where) => {
    const { allowed, remedy } = told(world, who, what, where);
    if (allowed) return remedy.length === 0;
    const flipping = places.flatMap((scope) =>
      CANDIDATES.filter((role) => isAllowed(withRole(world, who, role, scope), who, what, where, now)).map(
        (role) => ({ scope, permissions: carried(world, role, scope) }),
      ),
    );
    const suggested = remedy.map(({ role, scope }) => ({ scope, permissions: carried(world, role, scope) }));
    const atMost = (one: (typeof suggested)[number], other: (typeof suggested)[number]) =>
      isSameScope(one.scope, other.scope)
        ? [...one.permissions].every((each) => other.permissions.has(each))
        : contains(other.scope, one.scope);
    const covered = flipping.every((other) => suggested.some((one) => atMost(one, other)));
    const antichain = suggested.every((one) => suggested.filter((other) => atMost(other, one)).length === 1);
    const ordered = suggested.every(
      (one, index) => index === 0 || (suggested[index - 1]?.permissions.size ?? 0) <= one.permissions.size,
    );
    return covered && antichain && ordered;
  });

const giversHoldAllTheyGive = (told: Explain) =>
  fc.property(...question, (world, who, what, where) =>
    told(world, who, what, where).remedy.every(
      ({ role, scope, mayBeGivenBy }) =>
        !mayBeGivenBy.includes(who) &&
        mayBeGivenBy.every((giver) =>
          [...carried(world, role, scope)].every((each) => isAllowed(world, giver, each, scope, now)),
        ),
    ),
  );

const nearMissesMissNarrowly = (told: Explain) =>
  fc.property(...question, (world, who, what, where) =>
    told(world, who, what, where).almost.every(({ grant: id, reason, at }) => {
      const missed = world.grants.filter((grant) => grant.id === id && grant.subjectId === who);
      if (reason === 'role_unknown') return missed.length === 1 && at === null;
      const timeless = missed.map((grant) => ({ ...grant, validFrom: null, expiresAt: null }));
      const wouldDo = isAllowed({ ...world, grants: timeless }, who, what, where, now);
      if (reason === 'expired') return wouldDo && at !== null && at <= now;
      if (reason === 'not_yet_valid') return wouldDo && at !== null && at > now;
      const isBroken = missed.some((grant) =>
        [grant.validFrom, grant.expiresAt].some((date) => date && Number.isNaN(date.getTime())),
      );
      return wouldDo && isBroken && at === null;
    }),
  );

const suggestingEvery = (role: string, scopeOf: (scope: Scope) => Scope): Explain =>
  changed(({ remedy }) => ({
    remedy: remedy.map((each) => ({ ...each, role, scope: scopeOf(each.scope) })),
  }));

describe('explain over random worlds', () => {
  it('agrees with decide', () => {
    holds(agreesWithDecide(real));
  });
  it('an explanation that always says no, or remedies a yes, is caught', () => {
    isCaught(agreesWithDecide(changed(() => ({ allowed: false }))));
    isCaught(agreesWithDecide(changed(({ because }) => ({ allowed: because.length === 1 }))));
  });

  it('a yes tells every grant that alone would suffice, and only those', () => {
    holds(tellsEveryDerivation(real));
  });
  it('a forgotten or misplaced derivation is caught', () => {
    isCaught(tellsEveryDerivation(changed(({ because }) => ({ because: because.slice(0, 1) }))));
    const direct = changed(({ because }) => ({
      because: because.map((b) => ({ ...b, inheritedFrom: null })),
    }));
    isCaught(tellsEveryDerivation(direct));
  });

  it('each remedy turns the no into a yes', () => {
    holds(remediesFlip(real));
  });
  it('a remedy that does not help is caught', () => {
    isCaught(remediesFlip(suggestingEvery('org:member', (scope) => scope)));
    isCaught(remediesFlip(suggestingEvery('ghost', (scope) => scope)));
  });

  it('a remedy widens nothing beyond the permissions of its role on its scope', () => {
    holds(remediesWidenNothingElse(decision));
  });
  it('a remedy that spreads to other places or other people is caught', () => {
    const spreading: Decision = (world, who, what, where) =>
      places.some((inner) => contains(where, inner) && decision(world, who, what, inner));
    const shared: Decision = (world, _, what, where) =>
      people.some((who) => decision(world, who, what, where));
    isCaught(remediesWidenNothingElse(spreading));
    isCaught(remediesWidenNothingElse(shared));
  });

  it('the remedies are the smallest grants, none of them larger than another, fewest permissions first', () => {
    holds(remediesAreTheSmallest(real));
  });
  it('a remedy that is larger than need be, missing, doubled or out of order is caught', () => {
    isCaught(remediesAreTheSmallest(suggestingEvery('owner', () => ({ kind: 'platform' }))));
    isCaught(remediesAreTheSmallest(suggestingEvery('property:manager', (scope) => scope)));
    isCaught(remediesAreTheSmallest(changed(({ remedy }) => ({ remedy: remedy.slice(1) }))));
    isCaught(remediesAreTheSmallest(changed(({ remedy }) => ({ remedy: remedy.slice(0, 1) }))));
    isCaught(remediesAreTheSmallest(changed(({ remedy }) => ({ remedy: [...remedy, ...remedy] }))));
    isCaught(remediesAreTheSmallest(changed(({ remedy }) => ({ remedy: remedy.toReversed() }))));
  });

  it('everybody who may give a remedy holds all of it there, and nobody can help themselves', () => {
    holds(giversHoldAllTheyGive(real));
  });
  it('a giver who lacks what they would give is caught', () => {
    const anybody = changed(({ remedy }, world) => ({
      remedy: remedy.map((each) => ({ ...each, mayBeGivenBy: world.grants.map((grant) => grant.subjectId) })),
    }));
    isCaught(giversHoldAllTheyGive(anybody));
  });

  it('each near miss would be a yes at another time, or has no role', () => {
    holds(nearMissesMissNarrowly(real));
  });
  it('a near miss told with the wrong reason is caught', () => {
    const alwaysExpired = changed(({ almost }) => ({
      almost: almost.map((each) => ({ ...each, reason: 'expired' })),
    }));
    isCaught(nearMissesMissNarrowly(alwaysExpired));
  });
});
