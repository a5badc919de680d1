import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { AuthorizationModel } from '#auth';
import { mayBeCarried, type PermissionKey } from '#libs/authz';
import { declarationOf, findDeclarationProblems, type WrittenPermission } from './declaration.rule.js';

const word = fc.constantFrom('rooms', 'data', 'fax', 'sys_door');
const key = fc
  .oneof(
    {
      weight: 9,
      arbitrary: fc.tuple(
        fc.constantFrom('platform', 'org', 'property'),
        word,
        fc.constantFrom('read', 'write'),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(['org', 'members', 'read'], ['rooms'], ['org', 'Rooms', 'read']),
    },
  )
  .map((parts) => parts.join(':'));
const role = fc.constantFrom(
  'operator',
  'admin',
  'compliance',
  'org:member',
  'property:staff',
  'property:viewer',
  'chef',
);
const written: fc.Arbitrary<WrittenPermission[]> = fc.array(
  fc.record({
    key,
    description: fc.constant('words'),
    roles: fc.array(role, { maxLength: 2 }),
    includes: fc.array(key, { maxLength: 2 }),
  }),
  { maxLength: 6 },
);

describe('a declaration of permissions', () => {
  it('without a fault makes a model in which no role carries more than its kind of scope may', () => {
    fc.assert(
      fc.property(written, (each) => {
        fc.pre(findDeclarationProblems(each).length === 0);
        const model = new AuthorizationModel('m', declarationOf(each));
        for (const kind of ['operator', 'org:admin', 'org:member', 'property:manager', 'property:staff']) {
          const found = model.roles.find(kind, null)!;
          for (const permission of found.permissions)
            expect(mayBeCarried(permission, found.scopeKind)).toBe(true);
        }
        for (const { key: declared, includes = [] } of each) {
          for (const included of includes)
            expect(model.impliedBy(included as PermissionKey)).toContain(declared);
        }
      }),
    );
  });

  it('gives who holds a permission all that it includes, in every role, whatever the way there', () => {
    fc.assert(
      fc.property(
        written,
        fc.constantFrom('organization' as const, 'property' as const),
        (each, scopeKind) => {
          fc.pre(each.length > 0 && findDeclarationProblems(each).length === 0);
          const model = new AuthorizationModel('m', declarationOf(each));
          const permissions = [each[0]!.key];
          const own = { key: 'org:own', scopeKind, permissions, organizationId: 'o' };
          const carried = model.withStoredRoles([own]).find('org:own', 'o')!.permissions;
          const expected = model.declared
            .filter(({ key: one }) => model.impliedBy(one).includes(permissions[0] as PermissionKey))
            .filter(({ key: one }) => mayBeCarried(one, scopeKind))
            .map(({ key: one }) => one);
          const isCarried = mayBeCarried(permissions[0] as PermissionKey, scopeKind);
          expect([...carried].sort()).toEqual(isCarried ? expected.sort() : []);
        },
      ),
    );
  });

  it('gives nothing by a permission that a role may not carry, not even what that includes', () => {
    const declared = declarationOf([
      { key: 'org:data:write', description: 'a', includes: ['property:data:read'] },
      { key: 'property:data:read', description: 'b' },
    ]);
    const permissions = ['org:data:write'];
    const own = { key: 'property:own', scopeKind: 'property' as const, permissions, organizationId: 'o' };
    const roles = new AuthorizationModel('m', declared).withStoredRoles([own]);
    expect([...roles.find('property:own', 'o')!.permissions]).toEqual([]);
  });

  it('is the same whatever the order it is written in', () => {
    fc.assert(
      fc.property(written, (each) => {
        fc.pre(new Set(each.map((one) => one.key)).size === each.length);
        expect(declarationOf(each.toReversed())).toEqual(declarationOf(each));
      }),
    );
  });

  it('is refused for a circle, with the way around', () => {
    const chain = ['a', 'b', 'c'].map((name, index, all) => ({
      key: `org:${name}:read`,
      description: name,
      includes: [`org:${all[(index + 1) % 3]}:read`],
    }));
    expect(findDeclarationProblems(chain).map(({ field, message }) => `${field} ${message}`)).toEqual([
      'permissions[0].includes[0] these include each other: org:a:read -> org:b:read -> org:c:read -> org:a:read',
      'permissions[1].includes[0] these include each other: org:b:read -> org:c:read -> org:a:read -> org:b:read',
      'permissions[2].includes[0] these include each other: org:c:read -> org:a:read -> org:b:read -> org:c:read',
    ]);
  });

  it('is refused for what is wider than what includes it, and for a name that comes twice', () => {
    const problems = findDeclarationProblems([
      { key: 'property:pools:read', description: 'a', includes: ['org:data:read'] },
      { key: 'org:data:read', description: 'b' },
      { key: 'org:data:read', description: 'c' },
    ]);
    expect(problems.map(({ field }) => field)).toEqual(['permissions[2].key', 'permissions[0].includes[0]']);
  });
});

describe('a model', () => {
  it('whose permission is built in by now is refused: its roles would open more than was said', () => {
    const declared = [{ key: 'org:members:manage' as const, description: 'x', roles: [], includes: [] }];
    expect(() => new AuthorizationModel('m', declared)).toThrow(/built in by now: org:members:manage/);
  });

  it('gives each level to who carries all of it, and staff of the platform only what is said', () => {
    const model = new AuthorizationModel(
      'm',
      declarationOf([
        { key: 'platform:fax:read', description: 'a', roles: ['operator'] },
        { key: 'org:fax:read', description: 'b' },
        { key: 'property:fax:read', description: 'c', roles: ['org:member'] },
      ]),
    );
    const holders = (permission: PermissionKey) =>
      [
        'operator',
        'admin',
        'owner',
        'compliance',
        'org:admin',
        'org:member',
        'property:manager',
        'property:staff',
      ].filter((one) => model.roles.find(one, null)?.permissions.has(permission));
    expect(holders('platform:fax:read')).toEqual(['operator', 'admin', 'owner']);
    expect(holders('org:fax:read')).toEqual(['org:admin']);
    expect(holders('property:fax:read')).toEqual(['org:admin', 'org:member', 'property:manager']);
  });
});
