import { describe, expect, it } from 'vitest';
import { holdsRole } from './holds-role.js';
import { organizationScope, platformScope, propertyScope } from './scope.js';
import type { Scope } from './scope.js';
import { prepareSubject } from './subject.js';
import { now } from './testing/random-world.js';
import { registry } from './testing/sample-roles.js';

const harbour = organizationScope('harbour');
const seaside = propertyScope('harbour', 'seaside');
const roles = registry.with([
  { key: 'property:guest', scopeKind: 'property', permissions: [], organizationId: 'harbour' },
]);

function holds(held: string, at: Scope, asked: string, where: Scope, expiresAt: Date | null = null): boolean {
  const grant = { id: 'g', subjectId: 's', role: held, scope: at, expiresAt, givenAt: now };
  return holdsRole(roles, prepareSubject(roles, [grant]), asked, where, now);
}

describe('holding a role', () => {
  it('counts the role itself and every higher one', () => {
    expect(holds('operator', platformScope, 'operator', platformScope)).toBe(true);
    expect(holds('owner', platformScope, 'operator', platformScope)).toBe(true);
    expect(holds('operator', platformScope, 'admin', platformScope)).toBe(false);
    expect(holds('admin', platformScope, 'compliance', platformScope)).toBe(false);
  });

  it('counts a role on the organization that carries as much', () => {
    expect(holds('org:admin', harbour, 'property:manager', seaside)).toBe(true);
    expect(holds('org:member', harbour, 'property:viewer', seaside)).toBe(false);
    expect(holds('property:manager', seaside, 'org:member', harbour)).toBe(false);
  });

  it('a role without permissions is held only by those who were given it', () => {
    expect(holds('property:guest', seaside, 'property:guest', seaside)).toBe(true);
    expect(holds('org:admin', harbour, 'property:guest', seaside)).toBe(false);
  });

  it('an ended, unknown or misplaced role is held by nobody', () => {
    expect(holds('property:guest', seaside, 'property:guest', seaside, now)).toBe(false);
    expect(holds('owner', platformScope, 'ghost', seaside)).toBe(false);
    expect(holds('owner', platformScope, 'org:admin', seaside)).toBe(false);
  });
});
