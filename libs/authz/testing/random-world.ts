import fc from 'fast-check';
import type { Grant } from '../grant.js';
import type { PermissionKey } from '../permission.js';
import { prepareWorld } from '../policy.js';
import type { Policy, World } from '../policy.js';
import type { RoleRecord } from '../role.js';
import { organizationScope, platformScope, propertyScope } from '../scope.js';
import type { Scope, ScopeKind } from '../scope.js';
import { permissions, registry } from './sample-roles.js';

/** A world before it is prepared. */
export interface RandomWorld {
  readonly custom: readonly RoleRecord[];
  readonly grants: readonly Grant[];
}

export const now = new Date('2026-05-01T12:00:00.000Z');
export const people = ['ann', 'bob', 'cid'] as const;

/** Two organizations whose properties have the same ids, so that a mix-up of the two shows. */
export const places: readonly Scope[] = [
  platformScope,
  ...['alpine', 'harbour'].flatMap((organization) => [
    organizationScope(organization),
    propertyScope(organization, 'p1'),
    propertyScope(organization, 'p2'),
  ]),
];

export const managedBy: Policy['managedBy'] = {
  platform: 'platform:roles:manage',
  organization: 'org:members:manage',
  property: 'property:members:manage',
};

const builtIn: Readonly<Record<ScopeKind, readonly string[]>> = {
  platform: ['operator', 'admin', 'owner', 'compliance'],
  organization: ['org:admin', 'org:member'],
  property: ['property:manager', 'property:viewer'],
};

const CUSTOM_KEYS = ['org:auditor', 'property:night', 'property:desk', 'property:spa'];

// Some try to shadow a built-in role, some are for the wrong kind of scope, some carry what does not fit.
const customRole: fc.Arbitrary<RoleRecord> = fc
  .oneof(
    { weight: 8, arbitrary: fc.constantFrom(...CUSTOM_KEYS) },
    { weight: 1, arbitrary: fc.constantFrom('property:viewer', 'org:member', 'operator') },
  )
  .chain((key) =>
    fc.record({
      key: fc.constant(key),
      scopeKind: fc.oneof(
        {
          weight: 8,
          arbitrary: fc.constant<ScopeKind>(key.startsWith('org:') ? 'organization' : 'property'),
        },
        { weight: 1, arbitrary: fc.constantFrom<ScopeKind>('platform', 'organization', 'property') },
      ),
      permissions: fc.subarray([...permissions.all, 'nonsense']),
      organizationId: fc.constantFrom('alpine', 'harbour'),
    }),
  );

const bound = fc.oneof(
  { weight: 12, arbitrary: fc.constant(null) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(-1000, -1, 0, 1, 1000).map((ms) => new Date(now.getTime() + ms)),
  },
  { weight: 1, arbitrary: fc.constant(new Date(NaN)) },
);

const grantWithoutId = fc.constantFrom(...places).chain((scope) =>
  fc.record({
    subjectId: fc.constantFrom(...people),
    role: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...builtIn[scope.kind]) },
      { weight: 3, arbitrary: fc.constantFrom(...CUSTOM_KEYS) },
      { weight: 1, arbitrary: fc.constantFrom('ghost', ...Object.values(builtIn).flat()) },
    ),
    scope: fc.constant(scope),
    validFrom: bound,
    expiresAt: bound,
    givenBy: fc.constantFrom(null, ...people),
    givenAt: fc.constant(new Date(0)),
  }),
);

/** One more grant for anybody, at any place. */
export const grant: fc.Arbitrary<Grant> = grantWithoutId.map((each) => ({ id: 'extra', ...each }));

/** Up to twenty grants among three people and up to eight custom roles; one role per key and organization. */
export const randomWorld: fc.Arbitrary<RandomWorld> = fc.record({
  custom: fc.uniqueArray(customRole, {
    maxLength: 8,
    size: 'max',
    selector: (role) => `${role.organizationId} ${role.key}`,
  }),
  grants: fc
    .array(grantWithoutId, { minLength: 2, maxLength: 20, size: 'max' })
    .map((grants) => grants.map((each, index) => ({ id: `g${index}`, ...each }))),
});

export const person = fc.constantFrom(...people);
export const place = fc.constantFrom(...places);
export const permission: fc.Arbitrary<PermissionKey> = fc.constantFrom(...permissions.all);

/** Prepares a random world as an application would. */
export function prepared({ custom, grants }: RandomWorld): World {
  return prepareWorld({ roles: registry.with(custom), managedBy }, grants);
}
