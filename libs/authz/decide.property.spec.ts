import { describe, it } from 'vitest';
import fc from 'fast-check';
import { decide, effectivePermissions } from './decide.js';
import type { Grant } from './grant.js';
import { permissionLevel } from './permission.js';
import type { PermissionKey } from './permission.js';
import type { RoleRecord } from './role.js';
import { contains, isSameScope } from './scope.js';
import type { Scope } from './scope.js';
import { prepareSubject } from './subject.js';
import { holds, isCaught } from './testing/check.js';
import { grant, now, permission, person, place, places, randomWorld } from './testing/random-world.js';
import type { RandomWorld } from './testing/random-world.js';
import { isAllowed } from './testing/reference.js';
import { permissions, registry } from './testing/sample-roles.js';

type Decision = (world: RandomWorld, who: string, what: PermissionKey, where: Scope, at: Date) => boolean;

const real: Decision = (world, who, what, where, at) => {
  const own = world.grants.filter((each) => each.subjectId === who);
  return decide(prepareSubject(registry.with(world.custom), own), what, where, at);
};

/** The real decision over grants that were tampered with first. */
const over =
  (tamper: (grants: readonly Grant[], where: Scope) => readonly Grant[]): Decision =>
  (world, who, what, where, at) =>
    real({ ...world, grants: tamper(world.grants, where) }, who, what, where, at);

const question = [randomWorld, person, permission, place] as const;

const agrees = (decision: Decision) =>
  fc.property(...question, (world, who, what, where) => {
    return decision(world, who, what, where, now) === isAllowed(world, who, what, where, now);
  });

const growsWithGrants = (decision: Decision) =>
  fc.property(...question, grant, (world, who, what, where, more) => {
    const larger = { ...world, grants: [...world.grants, more] };
    return !decision(world, who, what, where, now) || decision(larger, who, what, where, now);
  });

const inherits = (decision: Decision) =>
  fc.property(...question, place, (world, who, what, where, inner) => {
    fc.pre(contains(where, inner));
    return !decision(world, who, what, where, now) || decision(world, who, what, inner, now);
  });

const neverFlowsUp = (decision: Decision) =>
  fc.property(...question, (world, who, what, where) => {
    const elsewhere = world.grants.filter((each) => !contains(each.scope, where));
    return !decision({ ...world, grants: elsewhere }, who, what, where, now);
  });

const endsOnTime = (decision: Decision) =>
  fc.property(
    person,
    permission,
    place,
    grant,
    fc.integer({ min: -3, max: 3 }),
    (who, what, where, g, ms) => {
      const at = new Date(now.getTime() + ms);
      const alone = (bounds: Partial<Grant>) =>
        decision(
          { custom: [], grants: [{ ...g, validFrom: null, expiresAt: null, ...bounds }] },
          who,
          what,
          where,
          at,
        );
      const timeless = alone({});
      return (
        alone({ expiresAt: now }) === (timeless && ms < 0) &&
        alone({ validFrom: now }) === (timeless && ms >= 0)
      );
    },
  );

const customRoleShadowsNothing = (decision: Decision) =>
  fc.property(...question, (world, who, what, where) => {
    const isShadow = (role: RoleRecord) => registry.isReserved(role.key, role.organizationId);
    const honest = { ...world, custom: world.custom.filter((role) => !isShadow(role)) };
    return decision(world, who, what, where, now) === decision(honest, who, what, where, now);
  });

const ignoringTime = over((grants) => grants.map((g) => ({ ...g, validFrom: null, expiresAt: null })));
const lateByOne: Decision = (world, who, what, where, at) =>
  real(world, who, what, where, at) || real(world, who, what, where, new Date(at.getTime() - 1));
const withoutInheritance = over((grants, where) => grants.filter((g) => isSameScope(g.scope, where)));
const flowingUp: Decision = (world, who, what, where, at) =>
  places.some((inner) => contains(where, inner) && real(world, who, what, inner, at));
const byPropertyIdAlone = over((grants, where) =>
  grants.map((g) =>
    g.scope.kind === 'property' && where.kind === 'property' && g.scope.propertyId === where.propertyId
      ? { ...g, scope: where }
      : g,
  ),
);
const vetoedByCompliance: Decision = (world, who, ...rest) =>
  !world.grants.some((g) => g.subjectId === who && g.role === 'compliance') && real(world, who, ...rest);
const shadowed: Decision = (world, who, what, where, at) =>
  real(world, who, what, where, at) ||
  world.custom.some(
    (role) =>
      role.permissions.includes(what) && world.grants.some((g) => g.subjectId === who && g.role === role.key),
  );

describe('decide over random worlds', () => {
  it('says what the rules say', () => {
    holds(agrees(real));
  });
  it.each<[string, Decision]>([
    ['that allows everything', () => true],
    ['that denies everything', () => false],
    ['that ignores time', ignoringTime],
    ['whose grants end a millisecond late', lateByOne],
    ['without inheritance', withoutInheritance],
    ['where rights flow up', flowingUp],
    ['that takes a property of another organization for its own', byPropertyIdAlone],
    ['where a custom role shadows a built-in one', shadowed],
  ])('a variant %s is caught', (_, mutant) => {
    isCaught(agrees(mutant));
  });

  it('rights only grow with grants', () => {
    holds(growsWithGrants(real));
  });
  it('a role that takes rights away is caught', () => {
    isCaught(growsWithGrants(vetoedByCompliance));
  });

  it('what is held on a scope is held on everything inside it', () => {
    holds(inherits(real));
  });
  it('a lost inheritance is caught', () => {
    isCaught(inherits(withoutInheritance));
  });

  it('a grant that does not lie around the scope gives nothing there', () => {
    holds(neverFlowsUp(real));
  });
  it('rights that flow up, or over to a namesake, are caught', () => {
    isCaught(neverFlowsUp(flowingUp));
    isCaught(neverFlowsUp(byPropertyIdAlone));
  });

  it('a grant begins and ends at the exact millisecond', () => {
    holds(endsOnTime(real));
  });
  it('an ignored or late end is caught', () => {
    isCaught(endsOnTime(ignoringTime));
    isCaught(endsOnTime(lateByOne));
  });

  it('a custom role with the key of a built-in one changes nothing', () => {
    holds(customRoleShadowsNothing(real));
  });
  it('a shadowing custom role is caught', () => {
    isCaught(customRoleShadowsNothing(shadowed));
  });

  it('the effective permissions are those for which decide says yes', () => {
    holds(
      fc.property(randomWorld, person, place, (world, who, where) => {
        const own = world.grants.filter((each) => each.subjectId === who);
        const subject = prepareSubject(registry.with(world.custom), own);
        const yes = permissions.all.filter((each) => decide(subject, each, where, now)).sort();
        return JSON.stringify(yes) === JSON.stringify(effectivePermissions(subject, where, now));
      }),
    );
  });

  it('a property role never gives more than property permissions', () => {
    holds(
      fc.property(...question, (world, who, what, where) => {
        const local = { ...world, grants: world.grants.filter((each) => each.scope.kind === 'property') };
        return permissionLevel(what) === 'property' || !real(local, who, what, where, now);
      }),
    );
  });
});
