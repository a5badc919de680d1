import { describe, expect, it } from 'vitest';
import type { Grant } from './grant.js';
import { mayGrant, mayRevoke, refusalToGrant } from './may-grant.js';
import { organizationScope, platformScope, propertyScope } from './scope.js';
import type { Scope } from './scope.js';
import { prepareSubject } from './subject.js';
import { managedBy, now } from './testing/random-world.js';
import { registry } from './testing/sample-roles.js';

const harbour = organizationScope('harbour');
const seaside = propertyScope('harbour', 'seaside');
const policy = { roles: registry, managedBy };
const inMs = (ms: number) => new Date(now.getTime() + ms);

function holding(...held: [role: string, scope: Scope, period?: Partial<Grant>][]) {
  const grants = held.map(([role, scope, period], index) => ({
    id: `g${index}`,
    subjectId: 'giver',
    role,
    scope,
    givenAt: new Date(0),
    ...period,
  }));
  return prepareSubject(registry, grants);
}
const manager = holding(['property:manager', seaside]);

describe('who may grant', () => {
  it('a property manager gives their own role on their property, no other and nowhere else', () => {
    expect(mayGrant(policy, manager, 'property:manager', seaside, now)).toBe(true);
    expect(mayGrant(policy, manager, 'property:viewer', propertyScope('harbour', 'old-town'), now)).toBe(
      false,
    );
    expect(mayGrant(policy, manager, 'org:member', harbour, now)).toBe(false);
  });

  it('a platform admin cannot make an owner, not even of themselves', () => {
    const admin = holding(['admin', platformScope]);
    expect(refusalToGrant(policy, admin, { role: 'owner', scope: platformScope }, now)).toEqual({
      code: 'management_missing',
      permission: 'platform:roles:manage',
    });
  });

  it('names what the giver lacks of the role', () => {
    const admin = holding(['admin', platformScope]);
    expect(refusalToGrant(policy, admin, { role: 'org:admin', scope: harbour }, now)).toMatchObject({
      code: 'permissions_missing',
      permissions: expect.arrayContaining(['org:billing:read', 'property:rooms:write']),
    });
  });

  it('refuses an unknown role and one for another kind of scope', () => {
    expect(refusalToGrant(policy, manager, { role: 'ghost', scope: seaside }, now)).toEqual({
      code: 'role_unknown',
    });
    expect(refusalToGrant(policy, manager, { role: 'org:admin', scope: seaside }, now)).toEqual({
      code: 'role_not_for_scope',
      scopeKind: 'organization',
    });
  });

  it.each([
    ['ends now', { expiresAt: now }],
    ['ended before', { expiresAt: inMs(-1) }],
    ['ends before it begins', { validFrom: inMs(10), expiresAt: inMs(5) }],
    ['is empty', { validFrom: inMs(10), expiresAt: inMs(10) }],
    ['has an end that is no date', { expiresAt: new Date(NaN) }],
    ['has a beginning that is no date', { validFrom: new Date(NaN) }],
  ])('refuses a grant that %s', (_, period) => {
    const proposed = { role: 'property:viewer', scope: seaside, ...period };
    expect(refusalToGrant(policy, manager, proposed, now)).toEqual({ code: 'grant_period_invalid' });
  });

  it('a right lent for an hour cannot be made permanent, but passed on within the hour', () => {
    const lent = holding(['property:manager', seaside, { expiresAt: inMs(3_600_000) }]);
    const proposed = { role: 'property:manager', scope: seaside };
    const refusal = { code: 'outlasts_giver', until: inMs(3_600_000) };
    expect(refusalToGrant(policy, lent, proposed, now)).toEqual(refusal);
    expect(refusalToGrant(policy, lent, { ...proposed, expiresAt: inMs(3_600_001) }, now)).toEqual(refusal);
    expect(refusalToGrant(policy, lent, { ...proposed, expiresAt: inMs(3_600_000) }, now)).toBeNull();
    expect(refusalToGrant(policy, lent, proposed, now, { mayOutlast: true })).toBeNull();
  });

  it('what is lent cannot be made permanent by somebody who manages for good', () => {
    const lent = holding(['admin', platformScope], ['property:manager', seaside, { expiresAt: inMs(10) }]);
    expect(refusalToGrant(policy, lent, { role: 'property:manager', scope: seaside }, now)).toEqual({
      code: 'outlasts_giver',
      until: inMs(10),
    });
    expect(refusalToGrant(policy, lent, { role: 'property:viewer', scope: seaside }, now)).toBeNull();
  });

  it('a right renewed without a gap counts as lasting', () => {
    const renewed = holding(
      ['property:manager', seaside, { expiresAt: inMs(10) }],
      ['org:admin', harbour, { validFrom: inMs(10) }],
    );
    expect(refusalToGrant(policy, renewed, { role: 'property:manager', scope: seaside }, now)).toBeNull();
    const withGap = holding(
      ['property:manager', seaside, { expiresAt: inMs(10) }],
      ['org:admin', harbour, { validFrom: inMs(11) }],
    );
    expect(refusalToGrant(policy, withGap, { role: 'property:manager', scope: seaside }, now)).toEqual({
      code: 'outlasts_giver',
      until: inMs(10),
    });
  });

  it('nobody takes away a role above their own, but a role that is gone is cleared away', () => {
    const viewerWhoManages = prepareSubject(
      registry.with([
        {
          key: 'property:host',
          scopeKind: 'property',
          permissions: ['property:members:manage', 'property:rooms:read'],
          organizationId: 'harbour',
        },
      ]),
      [{ id: 'g', subjectId: 'h', role: 'property:host', scope: seaside, givenAt: now }],
    );
    const may = (role: string) => mayRevoke(policy, viewerWhoManages, { role, scope: seaside }, now);
    expect(may('property:manager')).toBe(false);
    expect(may('property:viewer')).toBe(true);
    expect(may('property:no-more')).toBe(true);
    expect(mayRevoke(policy, holding(), { role: 'property:no-more', scope: seaside }, now)).toBe(false);
  });
});
