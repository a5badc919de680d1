import { describe, it } from 'vitest';
import fc from 'fast-check';
import { decide } from './decide.js';
import type { Grant } from './grant.js';
import { mayGrant, refusalToGrant } from './may-grant.js';
import type { ProposedGrant } from './may-grant.js';
import type { World } from './policy.js';
import type { Subject } from './subject.js';
import { prepareSubject } from './subject.js';
import { holds, isCaught } from './testing/check.js';
import {
  grant,
  managedBy,
  now,
  people,
  person,
  places,
  prepared,
  randomWorld,
} from './testing/random-world.js';
import type { RandomWorld } from './testing/random-world.js';
import { permissions } from './testing/sample-roles.js';

type MayGrant = (world: World, giver: Subject, proposed: ProposedGrant) => boolean;

const lasting: MayGrant = ({ policy }, giver, { role, scope }) => mayGrant(policy, giver, role, scope, now);
const timed: MayGrant = ({ policy }, giver, proposed) =>
  refusalToGrant(policy, giver, proposed, now) === null;
const managingIsEnough: MayGrant = (_, giver, { scope }) => decide(giver, managedBy[scope.kind], scope, now);

function rightsOf(subject: Subject, at: Date): Set<string> {
  return new Set(
    places.flatMap((where, index) =>
      permissions.all.filter((what) => decide(subject, what, where, at)).map((what) => `${what} ${index}`),
    ),
  );
}

function isWithin(smaller: Set<string>, larger: Set<string>): boolean {
  return [...smaller].every((right) => larger.has(right));
}

function subjectIn(world: World, id: string): Subject {
  return world.subjects.get(id) ?? prepareSubject(world.policy.roles, []);
}

const nobodyHandsOnWhatTheyLack = (may: MayGrant) =>
  fc.property(randomWorld, person, grant, (raw, giverId, proposed) => {
    const world = prepared(raw);
    const giver = subjectIn(world, giverId);
    if (!may(world, giver, proposed)) return true;
    const taker = prepareSubject(world.policy.roles, [{ ...proposed, validFrom: null, expiresAt: null }]);
    return isWithin(rightsOf(taker, now), rightsOf(giver, now));
  });

const needsTheManagingPermission = (may: MayGrant) =>
  fc.property(randomWorld, person, grant, (raw, giverId, proposed) => {
    const world = prepared(raw);
    const giver = subjectIn(world, giverId);
    return !may(world, giver, proposed) || decide(giver, managedBy[proposed.scope.kind], proposed.scope, now);
  });

/** Together people can spread what they hold, but never reach a right that none of them held before. */
const noConspiracyGainsARight = (may: MayGrant) =>
  fc.property(
    randomWorld,
    fc.array(fc.tuple(person, grant), { minLength: 1, maxLength: 12 }),
    (raw, moves) => {
      const union = (world: RandomWorld) =>
        new Set(people.flatMap((id) => [...rightsOf(subjectIn(prepared(world), id), now)]));
      let world = raw;
      for (const [giverId, proposed] of moves) {
        const present = prepared(world);
        if (may(present, subjectIn(present, giverId), proposed))
          world = { ...world, grants: [...world.grants, { ...proposed, validFrom: null, expiresAt: null }] };
      }
      return isWithin(union(world), union(raw));
    },
  );

const nothingOutlastsItsGiver = (may: MayGrant) =>
  fc.property(randomWorld, person, grant, (raw, giverId, proposed) => {
    const world = prepared(raw);
    const giver = subjectIn(world, giverId);
    if (!may(world, giver, proposed)) return true;
    const taker = prepareSubject(world.policy.roles, [proposed]);
    return [0, 1, 2, 500, 1000, 1001, 9e9].every((ms) => {
      const later = new Date(now.getTime() + ms);
      return isWithin(rightsOf(taker, later), rightsOf(giver, later));
    });
  });

describe('mayGrant over random worlds', () => {
  it('nobody hands on what they lack', () => {
    holds(nobodyHandsOnWhatTheyLack(lasting));
    holds(nobodyHandsOnWhatTheyLack(timed));
  });
  it('a rule that looks at the managing permission alone is caught', () => {
    isCaught(nobodyHandsOnWhatTheyLack(managingIsEnough));
    isCaught(noConspiracyGainsARight(managingIsEnough));
  });

  it('nobody gives a role without managing the place', () => {
    holds(needsTheManagingPermission(lasting));
    holds(needsTheManagingPermission(timed));
  });
  it('a rule without the managing permission is caught', () => {
    const holdingIsEnough: MayGrant = ({ policy }, giver, { role, scope }) => {
      const anyPermission = {
        ...policy,
        managedBy: { ...managedBy, property: 'property:rooms:read' },
      } as const;
      return mayGrant(anyPermission, giver, role, scope, now);
    };
    isCaught(needsTheManagingPermission(holdingIsEnough));
  });

  it('no conspiracy gains a right that none of its members had', () => {
    holds(noConspiracyGainsARight(lasting));
  });

  it('nothing given outlasts the right of its giver', () => {
    holds(nothingOutlastsItsGiver(timed));
  });
  it('a rule that forgets when the giver ends is caught', () => {
    isCaught(nothingOutlastsItsGiver(lasting));
  });

  it('who may give a lasting grant may give it for a while, too', () => {
    holds(
      fc.property(randomWorld, person, grant, (raw, giverId, proposed: Grant) => {
        const world = prepared(raw);
        const giver = subjectIn(world, giverId);
        const briefly = { ...proposed, validFrom: null, expiresAt: new Date(now.getTime() + 1) };
        return lasting(world, giver, proposed) === timed(world, giver, briefly);
      }),
    );
  });
});
