import { describe, it } from 'vitest';
import fc from 'fast-check';
import { listObjects, listSubjects } from './lists.js';
import type { PermissionKey } from './permission.js';
import { isSameScope } from './scope.js';
import type { Scope } from './scope.js';
import { prepareSubject } from './subject.js';
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
import { registry } from './testing/sample-roles.js';

type Objects = (world: RandomWorld, who: string, what: PermissionKey) => readonly Scope[];
type Subjects = (world: RandomWorld, what: PermissionKey, where: Scope) => readonly string[];

const objects: Objects = (world, who, what) => {
  const own = world.grants.filter((each) => each.subjectId === who);
  return listObjects(prepareSubject(registry.with(world.custom), own), what, places, now);
};
const subjects: Subjects = (world, what, where) => listSubjects(prepared(world), what, where, now);

const objectsAgree = (list: Objects) =>
  fc.property(randomWorld, person, permission, (world, who, what) => {
    const expected = places.filter((where) => isAllowed(world, who, what, where, now));
    return JSON.stringify(list(world, who, what)) === JSON.stringify(expected);
  });
const subjectsAgree = (list: Subjects) =>
  fc.property(randomWorld, permission, place, (world, what, where) => {
    const expected = people.filter((who) => isAllowed(world, who, what, where, now));
    return JSON.stringify(list(world, what, where)) === JSON.stringify(expected);
  });

const eternal = (world: RandomWorld): RandomWorld => ({
  ...world,
  grants: world.grants.map((each) => ({ ...each, expiresAt: null })),
});

describe('lists over random worlds', () => {
  it('the objects listed are exactly those where the answer is yes', () => {
    holds(objectsAgree(objects));
  });
  it.each<[string, Objects]>([
    ['lists expired rights', (world, ...rest) => objects(eternal(world), ...rest)],
    ['forgets the last object', (...args) => objects(...args).slice(0, -1)],
    [
      'lists only where the grant itself lies',
      (world, who, what) =>
        objects(world, who, what).filter((where) =>
          world.grants.some((each) => isSameScope(each.scope, where)),
        ),
    ],
  ])('a variant that %s is caught', (_, mutant) => {
    isCaught(objectsAgree(mutant));
  });

  it('the people listed are exactly those for whom the answer is yes', () => {
    holds(subjectsAgree(subjects));
  });
  it.each<[string, Subjects]>([
    ['lists people whose right is over', (world, ...rest) => subjects(eternal(world), ...rest)],
    ['forgets somebody', (...args) => subjects(...args).slice(1)],
    [
      'forgets the platform staff',
      (world, what, where) =>
        subjects({ ...world, grants: world.grants.filter((g) => g.scope.kind !== 'platform') }, what, where),
    ],
  ])('a variant that %s is caught', (_, mutant) => {
    isCaught(subjectsAgree(mutant));
  });
});
