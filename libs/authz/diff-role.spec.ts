import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { diffRole } from './diff-role.js';
import type { RoleDiff } from './diff-role.js';
import type { Grant } from './grant.js';
import { scopeKindOf } from './permission.js';
import type { RoleRecord } from './role.js';
import { organizationScope, propertyScope } from './scope.js';
import { holds, isCaught } from './testing/check.js';
import { now, people, places, randomWorld } from './testing/random-world.js';
import type { RandomWorld } from './testing/random-world.js';
import { isAllowed } from './testing/reference.js';
import { permissions, registry } from './testing/sample-roles.js';

type Diff = (world: RandomWorld, before: RoleRecord | null, after: RoleRecord | null) => RoleDiff;

const real: Diff = (world, before, after) =>
  diffRole(registry.with(world.custom), before, after, world.grants, places, now);

/** Asks the reference for every person and place before and after. */
function counted(before: RandomWorld, after: RandomWorld): RoleDiff {
  const changes = (from: RandomWorld, to: RandomWorld) =>
    [...permissions.all].sort().flatMap((permission) => {
      const pairs = people.flatMap((who) =>
        places
          .filter((where) => where.kind === scopeKindOf(permission))
          .filter((where) => isAllowed(to, who, permission, where, now))
          .filter((where) => !isAllowed(from, who, permission, where, now))
          .map((where) => [who, where] as const),
      );
      if (pairs.length === 0) return [];
      const [who, where] = [new Set(pairs.map(([p]) => p)), new Set(pairs.map(([, at]) => at))];
      const userIds = [...who].sort().slice(0, 10);
      return [{ permission, people: who.size, places: where.size, pairs: pairs.length, userIds }];
    });
  return { gained: changes(before, after), lost: changes(after, before) };
}

const edit = fc.constantFrom('org:auditor', 'property:night', 'property:viewer').chain((key) => {
  const state = fc.option(
    fc.record({
      key: fc.constant(key),
      scopeKind: fc.constant(key.startsWith('org:') ? ('organization' as const) : ('property' as const)),
      permissions: fc.subarray<string>([...permissions.all]),
      organizationId: fc.constant('harbour'),
    }),
    { nil: null },
  );
  return fc.tuple(state, state).map(([before, after]) => ({ key, before, after }));
});

const countsWhatChanges = (diff: Diff) =>
  fc.property(randomWorld, edit, (world, { key, before, after }) => {
    const others = world.custom.filter((role) => !(role.key === key && role.organizationId === 'harbour'));
    const withState = (state: RoleRecord | null) => ({
      ...world,
      custom: state ? [...others, state] : others,
    });
    const expected = counted(withState(before), withState(after));
    return JSON.stringify(diff(withState(before), before, after)) === JSON.stringify(expected);
  });

describe('the difference an edit of a role makes', () => {
  it('is what the reference counts, person by person and place by place', () => {
    holds(countsWhatChanges(real));
  });

  it.each<[string, Diff]>([
    ['swaps gain and loss', (world, before, after) => real(world, after, before)],
    ['sees no change', () => ({ gained: [], lost: [] })],
    [
      'counts what people hold by other roles too',
      (world, before, after) =>
        real(
          { ...world, grants: world.grants.filter((g) => g.role === (before ?? after)?.key) },
          before,
          after,
        ),
    ],
    [
      'counts grants that are over',
      (world, ...rest) =>
        real({ ...world, grants: world.grants.map((g) => ({ ...g, expiresAt: null })) }, ...rest),
    ],
  ])('a variant that %s is caught', (_, mutant) => {
    isCaught(countsWhatChanges(mutant));
  });

  it('counts people times properties', () => {
    const auditor: RoleRecord = {
      key: 'org:auditor',
      scopeKind: 'organization',
      permissions: ['org:profile:read', 'property:rooms:read'],
      organizationId: 'harbour',
    };
    const harbour = organizationScope('harbour');
    const rooms = [1, 2, 3].map((n) => propertyScope('harbour', `p${n}`));
    const give = (subjectId: string, role: string, scope: Grant['scope']): Grant => ({
      id: `${subjectId} ${role}`,
      subjectId,
      role,
      scope,
      givenAt: now,
    });
    const grants = [
      give('ann', 'org:auditor', harbour),
      give('bob', 'org:auditor', harbour),
      give('bob', 'property:viewer', propertyScope('harbour', 'p1')),
    ];
    const after = { ...auditor, permissions: ['org:profile:read', 'org:billing:read'] };
    expect(diffRole(registry, auditor, after, grants, [harbour, ...rooms], now)).toEqual({
      gained: [{ permission: 'org:billing:read', people: 2, places: 1, pairs: 2, userIds: ['ann', 'bob'] }],
      lost: [{ permission: 'property:rooms:read', people: 2, places: 3, pairs: 5, userIds: ['ann', 'bob'] }],
    });
    expect(diffRole(registry, null, null, grants, [harbour], now)).toEqual({ gained: [], lost: [] });
  });

  it('refuses two different roles', () => {
    const role: RoleRecord = { key: 'a', scopeKind: 'property', permissions: [], organizationId: 'harbour' };
    expect(() => diffRole(registry, role, { ...role, key: 'b' }, [], [], now)).toThrow(RangeError);
    expect(() => diffRole(registry, role, { ...role, organizationId: 'alpine' }, [], [], now)).toThrow(
      RangeError,
    );
  });
});
