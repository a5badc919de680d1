import { describe, expect, it } from 'vitest';
import { decide, effectivePermissions, lackedPermissions } from './decide.js';
import { organizationScope, platformScope, propertyScope } from './scope.js';
import { prepareSubject } from './subject.js';
import type { Subject } from './subject.js';
import type { Grant } from './grant.js';
import { registry } from './testing/sample-roles.js';

const now = new Date('2026-05-01T12:00:00.000Z');
const harbour = organizationScope('harbour');
const seaside = propertyScope('harbour', 'seaside');
const glacier = propertyScope('alpine', 'glacier');

function holding(role: string, scope: Grant['scope'], period: Partial<Grant> = {}): Subject {
  return prepareSubject(registry, [
    { id: 'g1', subjectId: 'mark', role, scope, givenAt: new Date(0), ...period },
  ]);
}

describe('decide', () => {
  it('a role on a property holds there and nowhere else', () => {
    const mark = holding('property:manager', seaside);
    expect(decide(mark, 'property:members:manage', seaside, now)).toBe(true);
    expect(decide(mark, 'property:members:manage', propertyScope('harbour', 'old-town'), now)).toBe(false);
    expect(decide(mark, 'property:members:manage', harbour, now)).toBe(false);
    expect(decide(mark, 'property:members:manage', platformScope, now)).toBe(false);
  });

  it('a role on an organization holds on each of its properties and in no other organization', () => {
    const olivia = holding('org:admin', harbour);
    expect(decide(olivia, 'property:members:manage', seaside, now)).toBe(true);
    expect(decide(olivia, 'property:members:manage', glacier, now)).toBe(false);
  });

  it('a role on the platform holds everywhere, with what it includes and nothing more', () => {
    const admin = holding('admin', platformScope);
    expect(decide(admin, 'property:rooms:read', glacier, now)).toBe(true);
    expect(decide(admin, 'platform:users:ban', platformScope, now)).toBe(true);
    expect(decide(admin, 'platform:roles:manage', platformScope, now)).toBe(false);
  });

  it('a property named under another organization is not the property that was given', () => {
    const mark = holding('property:manager', seaside);
    expect(decide(mark, 'property:rooms:read', propertyScope('alpine', 'seaside'), now)).toBe(false);
  });

  it('a role holds from validFrom on and ends with the millisecond expiresAt', () => {
    const on = (period: Partial<Grant>) =>
      decide(holding('property:manager', seaside, period), 'property:rooms:read', seaside, now);
    const shifted = (ms: number) => new Date(now.getTime() + ms);
    expect(on({ validFrom: now })).toBe(true);
    expect(on({ validFrom: shifted(1) })).toBe(false);
    expect(on({ expiresAt: shifted(1) })).toBe(true);
    expect(on({ expiresAt: now })).toBe(false);
    expect(on({ validFrom: null, expiresAt: null })).toBe(true);
  });

  it.each([
    ['an unknown role', 'property:owner', seaside, {}],
    ['a property role on an organization', 'property:manager', harbour, {}],
    ['a platform role on an organization', 'owner', harbour, {}],
    ['a grant with an invalid date', 'property:manager', seaside, { expiresAt: new Date(NaN) }],
  ])('%s gives nothing', (_, role, scope, period) => {
    expect(effectivePermissions(holding(role, scope, period), seaside, now)).toEqual([]);
  });

  it('an invalid present gives nothing', () => {
    const mark = holding('property:manager', seaside);
    expect(decide(mark, 'property:rooms:read', seaside, new Date(NaN))).toBe(false);
  });

  it('lists all that is effective here and names what is lacking', () => {
    const olivia = holding('org:member', harbour);
    expect(effectivePermissions(olivia, harbour, now)).toEqual(['org:profile:read']);
    expect(lackedPermissions(olivia, ['org:profile:read', 'org:members:manage'], harbour, now)).toEqual([
      'org:members:manage',
    ]);
  });
});
