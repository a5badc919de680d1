import { describe, expect, it } from 'vitest';
import { explain } from './explain.js';
import type { Grant } from './grant.js';
import { prepareWorld } from './policy.js';
import { organizationScope, platformScope, propertyScope } from './scope.js';
import { managedBy, now } from './testing/random-world.js';
import { registry } from './testing/sample-roles.js';

const harbour = organizationScope('harbour');
const seaside = propertyScope('harbour', 'seaside');
const givenAt = new Date('2026-01-01T00:00:00Z');
const grant = (id: string, subjectId: string, role: string, scope: Grant['scope'], more = {}): Grant => ({
  id,
  subjectId,
  role,
  scope,
  givenAt,
  ...more,
});

const grants = [
  grant('g-olivia', 'olivia', 'org:admin', harbour),
  grant('g-mark', 'mark', 'property:manager', seaside, { givenBy: 'olivia' }),
  grant('g-sam', 'sam', 'property:viewer', seaside, { givenBy: 'mark' }),
  grant('g-paula', 'paula', 'owner', platformScope),
];
const roles = registry.with([
  {
    key: 'property:night',
    scopeKind: 'property',
    permissions: ['property:rooms:write', 'property:rooms:read'],
    organizationId: 'harbour',
  },
]);
const world = prepareWorld({ roles, managedBy }, grants);

describe('explain', () => {
  it('tells from where a right is inherited, who gave it and when', () => {
    const both = prepareWorld({ roles, managedBy }, [
      ...grants,
      grant('g-extra', 'olivia', 'property:viewer', seaside, { givenBy: 'mark', expiresAt: new Date(9e12) }),
    ]);
    expect(explain(both, 'olivia', 'property:rooms:read', seaside, now)).toEqual({
      allowed: true,
      because: [
        {
          grant: 'g-olivia',
          role: 'org:admin',
          scope: seaside,
          inheritedFrom: harbour,
          givenBy: null,
          givenAt,
          expiresAt: null,
          group: null,
        },
        {
          grant: 'g-extra',
          role: 'property:viewer',
          scope: seaside,
          inheritedFrom: null,
          givenBy: 'mark',
          givenAt,
          expiresAt: new Date(9e12),
          group: null,
        },
      ],
      remedy: [],
      almost: [],
    });
  });

  it('suggests the smallest role that helps and everybody who may give it', () => {
    expect(explain(world, 'sam', 'property:rooms:write', seaside, now)).toEqual({
      allowed: false,
      because: [],
      remedy: [{ role: 'property:night', scope: seaside, mayBeGivenBy: ['mark', 'olivia', 'paula'] }],
      almost: [],
    });
  });

  it("does not suggest another organization's custom role", () => {
    const glacier = propertyScope('alpine', 'glacier');
    expect(explain(world, 'sam', 'property:rooms:write', glacier, now).remedy).toEqual([
      { role: 'property:manager', scope: glacier, mayBeGivenBy: ['paula'] },
    ]);
  });

  it('goes to a wider scope only where no narrower role helps', () => {
    expect(explain(world, 'mark', 'org:billing:read', seaside, now).remedy).toEqual([
      { role: 'org:admin', scope: harbour, mayBeGivenBy: ['olivia', 'paula'] },
    ]);
  });

  it('suggests nothing for a permission that no role carries', () => {
    expect(explain(world, 'mark', 'org:nothing:read', seaside, now).remedy).toEqual([]);
  });

  it('tells grants that are over, not yet begun, or of a role that is gone', () => {
    const before = new Date(now.getTime() - 1);
    const after = new Date(now.getTime() + 1);
    const late = prepareWorld({ roles, managedBy }, [
      grant('over', 'sam', 'property:viewer', seaside, { expiresAt: before }),
      grant('early', 'sam', 'property:viewer', seaside, { validFrom: after }),
      grant('broken', 'sam', 'property:viewer', seaside, { validFrom: new Date(NaN) }),
      grant('gone', 'sam', 'property:spa', seaside),
      grant('elsewhere', 'sam', 'property:spa', propertyScope('harbour', 'old-town')),
      grant('useless', 'sam', 'org:member', harbour, { expiresAt: before }),
    ]);
    expect(explain(late, 'sam', 'property:rooms:read', seaside, now).almost).toEqual([
      { grant: 'over', role: 'property:viewer', scope: seaside, reason: 'expired', at: before, group: null },
      {
        grant: 'early',
        role: 'property:viewer',
        scope: seaside,
        reason: 'not_yet_valid',
        at: after,
        group: null,
      },
      {
        grant: 'broken',
        role: 'property:viewer',
        scope: seaside,
        reason: 'period_invalid',
        at: null,
        group: null,
      },
      { grant: 'gone', role: 'property:spa', scope: seaside, reason: 'role_unknown', at: null, group: null },
    ]);
  });

  it('explains to somebody without any grant', () => {
    const told = explain(world, 'nina', 'property:rooms:read', seaside, now);
    expect(told.allowed).toBe(false);
    expect(told.remedy.map(({ role }) => role)).toEqual(['property:viewer']);
  });
});
