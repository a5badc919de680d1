import { describe, expect, it } from 'vitest';
import { defineRoles } from './define-roles.js';
import { definePermissions } from './permission-catalogue.js';
import { findRoleProblems } from './role-problems.js';
import type { RoleRecord } from './role.js';
import { organizationScope, platformScope, propertyScope } from './scope.js';
import { permissions, registry } from './testing/sample-roles.js';

const record = (more: Partial<RoleRecord>): RoleRecord => ({
  key: 'property:night',
  scopeKind: 'property',
  permissions: ['property:rooms:read'],
  organizationId: 'harbour',
  ...more,
});
const seaside = propertyScope('harbour', 'seaside');

describe('role registry', () => {
  it('flattens what roles include', () => {
    const operator = registry.find('operator', null)?.permissions;
    const admin = registry.find('admin', null)?.permissions;
    const owner = registry.find('owner', null)?.permissions;
    expect([...(operator ?? [])].every((each) => admin?.has(each))).toBe(true);
    expect([...(admin ?? [])].every((each) => owner?.has(each))).toBe(true);
    expect(admin?.has('platform:users:ban')).toBe(true);
    expect(operator?.has('platform:users:ban')).toBe(false);
  });

  it('finds a built-in role before any other, then that of every organization, then the own one', () => {
    const roles = registry.with([
      record({ key: 'property:viewer', permissions: ['property:rooms:write'] }),
      record({ key: 'org:admin', scopeKind: 'organization', organizationId: null }),
      record({ key: 'org:auditor', scopeKind: 'organization', organizationId: null }),
      record({ key: 'org:auditor', scopeKind: 'organization', permissions: ['org:members:manage'] }),
      record({}),
    ]);
    expect(roles.find('property:viewer', 'harbour')).toBe(registry.find('property:viewer', null));
    expect(roles.find('org:admin', 'harbour')).toBe(registry.find('org:admin', null));
    expect(roles.find('org:auditor', 'harbour')?.permissions.has('org:members:manage')).toBe(false);
    expect(roles.find('property:night', 'harbour')).toMatchObject({ builtIn: false });
    expect(roles.find('property:night', 'alpine')).toBeUndefined();
    expect(roles.find('property:night', null)).toBeUndefined();
    expect(roles.availableAt(seaside).map(({ key }) => key)).toEqual([
      'property:manager',
      'property:viewer',
      'property:night',
    ]);
    expect(roles.availableAt(organizationScope('alpine')).map(({ key }) => key)).toEqual([
      'org:admin',
      'org:member',
      'org:auditor',
    ]);
  });

  it('leaves out a stored platform role and permissions that do not fit', () => {
    const roles = registry.with([
      record({
        key: 'root',
        scopeKind: 'platform',
        organizationId: null,
        permissions: ['platform:users:ban'],
      }),
      record({
        permissions: ['org:members:manage', 'platform:users:ban', 'nonsense', 'property:rooms:read'],
      }),
    ]);
    expect(roles.findFor('root', platformScope)).toBeUndefined();
    expect([...(roles.find('property:night', 'harbour')?.permissions ?? [])]).toEqual([
      'property:rooms:read',
    ]);
  });

  it('names everything wrong with a custom role', () => {
    expect(findRoleProblems(registry, permissions, record({}))).toEqual([]);
    const wrong = record({
      key: 'property:viewer',
      permissions: ['org:members:manage', 'property:pool:heat', 'nonsense'],
    });
    expect(findRoleProblems(registry, permissions, wrong)).toEqual([
      { code: 'role_key_reserved' },
      { code: 'permission_unknown', permissions: ['property:pool:heat', 'nonsense'] },
      { code: 'permission_not_for_scope', permissions: ['org:members:manage'] },
    ]);
    const platform = record({ scopeKind: 'platform' });
    expect(findRoleProblems(registry, permissions, platform)).toEqual([{ code: 'role_scope_not_allowed' }]);
  });

  it('reserves the keys of mirrored roles against custom ones, not against their own update', () => {
    const roles = registry.with([record({ key: 'org:auditor', organizationId: null })]);
    expect(roles.isReserved('org:auditor', 'harbour')).toBe(true);
    expect(roles.isReserved('org:auditor', null)).toBe(false);
    expect(roles.isReserved('org:admin', null)).toBe(true);
  });
});

describe('definitions', () => {
  const catalogue = definePermissions({ 'org:a:read': 'A', 'property:b:read': 'B' });

  it('are checked by the compiler and again where types were bypassed', () => {
    // @ts-expect-error a permission has three parts
    expect(() => definePermissions({ 'org:members': '' })).toThrow('Malformed permissions: org:members');
    expect(() => definePermissions({ 'org:mem bers:read': '' })).toThrow('org:mem bers:read');
    expect(() =>
      // @ts-expect-error a property role carries no permission of its organization
      defineRoles(catalogue, { p: { scopeKind: 'property', permissions: ['org:a:read'] } }),
    ).toThrow('Role p: a role on a property cannot carry org:a:read');
    expect(() =>
      // @ts-expect-error a permission that is not in the catalogue
      defineRoles(catalogue, { o: { scopeKind: 'organization', permissions: ['org:a:write'] } }),
    ).toThrow('Role o: unknown permission org:a:write');
    expect(() =>
      // @ts-expect-error an included role that does not exist
      defineRoles(catalogue, { o: { scopeKind: 'organization', permissions: [], includes: ['x'] } }),
    ).toThrow('Role o includes the unknown role x');
  });

  it('refuse an inclusion of another kind and one in a circle', () => {
    expect(() =>
      defineRoles(catalogue, {
        o: { scopeKind: 'organization', permissions: [] },
        p: { scopeKind: 'property', permissions: [], includes: ['o'] },
      }),
    ).toThrow('Role p is for a property and cannot include o');
    expect(() =>
      defineRoles(catalogue, {
        o: { scopeKind: 'organization', permissions: [], includes: ['q'] },
        q: { scopeKind: 'organization', permissions: [], includes: ['o'] },
      }),
    ).toThrow('Roles include each other: o -> q -> o');
  });

  it('a catalogue knows and describes its permissions', () => {
    expect(catalogue.has('org:a:read')).toBe(true);
    expect(catalogue.has('org:a:write')).toBe(false);
    expect(catalogue.has('toString')).toBe(false);
    expect(catalogue.describe('property:b:read')).toBe('B');
    expect(catalogue.carriedBy('property')).toEqual(['property:b:read']);
  });
});
