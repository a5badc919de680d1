import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  decide,
  organizationScope,
  type PermissionKey,
  platformScope,
  propertyScope,
  type Scope,
} from '#libs/authz';
import type { AccessRecord } from './access-directory.js';
import { subjectOf } from './access.rule.js';
import { BUILT_IN_MODEL } from './authorization-model.js';
import { permissions } from './permission-catalogue.js';
import { platformRoles } from './role-catalogue.js';
import type { ServiceAccountRecord } from './service-account-directory.js';
import {
  mayPlatformAccountsHold,
  mayServiceAccountsHold,
  ServiceAccountRights,
} from './service-account-rights.rule.js';

const ORGANIZATION = 'organization';
const PROPERTY = 'property';
const NOW = new Date('2026-11-28T12:00:00Z');
const PEOPLE = ['ann', 'ben', 'cleo'] as const;
const ROLES_OF_ORGANIZATION = ['org:admin', 'org:member', 'org:own', 'org:unknown'];
const ROLES_OF_PROPERTY = ['property:manager', 'property:staff', 'property:viewer', 'property:own'];
const OWN_ROLES = [
  {
    key: 'org:own',
    scopeKind: 'organization' as const,
    organizationId: ORGANIZATION,
    permissions: ['org:members:read', 'org:members:manage', 'org:audit:read', 'property:property:read'],
  },
  {
    key: 'property:own',
    scopeKind: 'property' as const,
    organizationId: ORGANIZATION,
    permissions: ['property:property:manage', 'property:members:manage'],
  },
];

const expiry = fc.constantFrom(null, new Date(NOW.getTime() + 1), NOW, new Date(NOW.getTime() - 1));
const roleOfOrganization = fc.constantFrom(...ROLES_OF_ORGANIZATION);
const roleOfProperty = fc.constantFrom(...ROLES_OF_PROPERTY);
const status = fc.constantFrom('active', 'archived');

interface HeldByPerson {
  readonly canAct: boolean;
  readonly role: string | null;
  readonly platformRoles: string[];
  readonly grants: { role: string; expiresAt: Date | null; byClerkRole: null }[];
}

const person: fc.Arbitrary<HeldByPerson> = fc.record({
  canAct: fc.boolean(),
  role: fc.option(fc.constantFrom('org:admin', 'org:member')),
  platformRoles: fc.subarray(['owner', 'operator']),
  grants: fc.array(fc.record({ role: roleOfProperty, expiresAt: expiry, byClerkRole: fc.constant(null) }), {
    maxLength: 2,
  }),
});

const given = fc.oneof(
  fc.record({ role: roleOfOrganization, propertyId: fc.constant(null), expiresAt: expiry, by: fc.nat(3) }),
  fc.record({
    role: roleOfProperty,
    propertyId: fc.constantFrom(PROPERTY, 'elsewhere'),
    expiresAt: expiry,
    by: fc.nat(3),
  }),
);

const world = fc.record({
  people: fc.tuple(person, person, person),
  given: fc.array(given, { maxLength: 4 }),
  issuer: fc.nat(3),
  status,
  onProperty: fc.boolean(),
  scopes: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.subarray([...permissions.all]) },
  ),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function recordOf(held: HeldByPerson, userId: string, { onProperty, status: at }: World): AccessRecord {
  return {
    userId,
    canAct: held.canAct,
    sessionsInvalidBefore: null,
    sessionStatus: null,
    sessionBeganAt: null,
    lookedUpAt: NOW,
    twoFactorEnabled: false,
    signInPolicies: { platform: null, organization: null },
    platformRoles: held.platformRoles,
    organization: { id: ORGANIZATION, clerkId: null, status: 'active', role: held.role, grants: [] },
    property: onProperty ? { id: PROPERTY, status: at, grants: at === 'active' ? held.grants : [] } : null,
    storedRoles: OWN_ROLES,
    model: BUILT_IN_MODEL,
  };
}

function build(made: World) {
  const sources = new Map(
    PEOPLE.map((userId, index) => [userId as string, recordOf(made.people[index]!, userId, made)]),
  );
  const personBehind = (index: number) => {
    const userId = PEOPLE[index];
    return userId === undefined ? null : { userId, clerkUserId: `user_${userId}` };
  };
  const account: ServiceAccountRecord = {
    accountId: 'robot',
    keyId: 'key',
    digest: Buffer.alloc(32),
    state: 'active',
    expiresAt: null,
    allowedNetworks: [],
    policyNetworks: [],
    scopes: made.scopes,
    onBehalfOf: null,
    organizationId: ORGANIZATION,
    organizationStatus: 'active',
    model: BUILT_IN_MODEL,
    issuer: personBehind(made.issuer),
    grants: made.given.map(({ by, ...grant }) => ({ ...grant, giver: personBehind(by) })),
    storedRoles: OWN_ROLES,
  };
  const place = sources.get('ann')!;
  const scopes: Scope[] = [organizationScope(ORGANIZATION)];
  if (made.onProperty) scopes.push(propertyScope(ORGANIZATION, PROPERTY));
  return { account, sources, place, scopes };
}

/** The definition, word for word: given by somebody who holds it here, and held here by whoever made the key. */
function mayByDefinition(made: World, permission: PermissionKey, scope: Scope): boolean {
  const { account, sources, place } = build(made);
  const personHolds = (userId: string | undefined): boolean => {
    const record = userId === undefined ? undefined : sources.get(userId);
    return record?.canAct === true && decide(subjectOf(record, false), permission, scope, NOW);
  };
  const isGiven = account.grants.some(({ role, propertyId, expiresAt, giver }) => {
    const isHere = propertyId === null || (scope.kind === 'property' && propertyId === PROPERTY);
    const isOpen = propertyId === null || place.property?.status === 'active';
    const holds = expiresAt === null || expiresAt > NOW;
    const at =
      propertyId === null ? organizationScope(ORGANIZATION) : propertyScope(ORGANIZATION, propertyId);
    const carried = BUILT_IN_MODEL.withStoredRoles(OWN_ROLES).findFor(role, at)?.permissions;
    return isHere && isOpen && holds && carried?.has(permission) === true && personHolds(giver?.userId);
  });
  const isInScopes = account.scopes === null || account.scopes.includes(permission);
  return isGiven && isInScopes && mayServiceAccountsHold(permission) && personHolds(account.issuer?.userId);
}

describe('what a key opens', () => {
  it('is what was given, as far as its giver and whoever made the key hold it there', () => {
    let allowed = 0;
    fc.assert(
      fc.property(world, fc.constantFrom(...permissions.all), (made, permission) => {
        const { account, sources, place, scopes } = build(made);
        const rights = new ServiceAccountRights(account, sources, place);
        const subject = rights.subject();
        for (const scope of scopes) {
          const expected = mayByDefinition(made, permission, scope);
          if (expected) allowed += 1;
          expect([scope.kind, decide(subject, permission, scope, NOW)]).toEqual([scope.kind, expected]);
          expect(rights.missingSide(permission, scope) === null).toBe(expected);
        }
      }),
      { numRuns: 20_000 },
    );
    // The worlds are not so poor that nobody may do anything.
    expect(allowed).toBeGreaterThan(50);
  });

  it('is nothing in another organization, whoever is asked about', () => {
    fc.assert(
      fc.property(world, fc.constantFrom(...permissions.all), (made, permission) => {
        const { account, sources, place, scopes } = build(made);
        const subject = new ServiceAccountRights(
          { ...account, organizationId: 'another' },
          sources,
          place,
        ).subject();
        for (const scope of scopes) expect(decide(subject, permission, scope, NOW)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of the platform is what its roles let their giver and the maker of the key see there, and nothing inside organizations', () => {
    let allowed = 0;
    fc.assert(
      fc.property(
        world,
        fc.array(fc.record({ role: fc.constantFrom(...platformRoles), by: fc.nat(3) }), { maxLength: 3 }),
        fc.constantFrom(...permissions.all),
        (made, roles, permission) => {
          const { account, sources: inside, place, scopes } = build(made);
          const grants = roles.map(({ role, by }) => ({
            role,
            propertyId: null,
            expiresAt: null,
            giver: account.grants[by]?.giver ?? account.issuer,
          }));
          const ofPlatform = { ...account, organizationId: null, storedRoles: [], scopes: null, grants };
          const sources = new Map(
            [...inside].map(([id, record]) => [id, { ...record, organization: null, property: null }]),
          );
          const holds = (userId: string | undefined): boolean => {
            const record = userId === undefined ? undefined : sources.get(userId);
            return record?.canAct === true && decide(subjectOf(record, true), permission, platformScope, NOW);
          };
          const expected =
            mayPlatformAccountsHold(permission) &&
            holds(account.issuer?.userId) &&
            grants.some(
              ({ role, giver }) =>
                BUILT_IN_MODEL.roles.findFor(role, platformScope)?.permissions.has(permission) === true &&
                holds(giver?.userId),
            );
          if (expected) allowed += 1;
          const rights = new ServiceAccountRights(ofPlatform, sources, sources.get('ann')!);
          expect(decide(rights.subject(), permission, platformScope, NOW)).toBe(expected);
          expect(rights.missingSide(permission, platformScope) === null).toBe(expected);
          const subject = new ServiceAccountRights(ofPlatform, inside, place).subject();
          for (const scope of scopes) expect(decide(subject, permission, scope, NOW)).toBe(false);
        },
      ),
      { numRuns: 20_000 },
    );
    expect(allowed).toBeGreaterThan(50);
  });

  it('of the platform changes nothing there, and sees nothing of privacy', () => {
    const held = permissions.all.filter((permission) => mayPlatformAccountsHold(permission));
    expect(held.filter((permission) => !/^platform:\w+:read$/.test(permission))).toEqual([]);
    expect(held.filter((permission) => permission.includes('privacy'))).toEqual([]);
    expect(held).toHaveLength(9);
  });

  it('never gives rights to others, nor hands out or erases data', () => {
    const withheld = permissions.all.filter((permission) => !mayServiceAccountsHold(permission));
    expect(withheld.filter((permission) => !permission.startsWith('platform:')).sort()).toEqual([
      'org:data:erase',
      'org:data:export',
      'org:data:hold',
      'org:events:manage',
      'org:groups:manage',
      'org:members:manage',
      'org:organization:delete',
      'org:organization:suspend',
      'org:ownership:transfer',
      'org:roles:manage',
      'org:service_accounts:manage',
      'org:sign_in_policy:manage',
      'property:members:manage',
    ]);
  });
});
