import { describe, expect, it } from 'vitest';
import { givesAway } from './giving-routes.rule.js';
import { checkInventory, type InventoryEntry } from './route-inventory.js';

const ORGANIZATION = '/api/v1/organizations/:organizationId';
const route = (method: string, path: string, policy: InventoryEntry['policy']): InventoryEntry => ({
  method,
  path,
  handler: 'Seeded.give',
  policy,
});
const giving: InventoryEntry[] = [
  route('POST', `${ORGANIZATION}/deputies`, { kind: 'permission', permission: 'org:members:manage' }),
  route('PUT', '/api/v1/users/:userId/badges', { kind: 'permission', permission: 'platform:users:manage' }),
  route('PUT', '/api/v1/platform', { kind: 'platform-role', role: 'owner' }),
  route('POST', `${ORGANIZATION}/heirs`, { kind: 'organization-role', role: 'org:admin' }),
  route('PATCH', `${ORGANIZATION}/properties/:propertyId/heirs`, {
    kind: 'property-role',
    role: 'property:manager',
  }),
  route('GET', `${ORGANIZATION}/bookings/export`, { kind: 'permission', permission: 'org:audit:read' }),
  route('POST', '/api/v1/privacy/exports', { kind: 'signed-in', tokenOnly: false }),
];
const notGiving: InventoryEntry[] = [
  route('DELETE', `${ORGANIZATION}/deputies/:userId`, {
    kind: 'permission',
    permission: 'org:members:manage',
  }),
  route('GET', `${ORGANIZATION}/members`, { kind: 'permission', permission: 'org:members:read' }),
  route('DELETE', `${ORGANIZATION}/heirs/:userId`, { kind: 'organization-role', role: 'org:admin' }),
  route('PATCH', ORGANIZATION, { kind: 'permission', permission: 'org:organization:manage' }),
  route('POST', '/api/v1/access/check', { kind: 'signed-in', tokenOnly: false }),
];

describe('a route that gives a right, an export or an erasure', () => {
  it.each(giving)('$method $path does not boot unless it is refused in another person’s name', (entry) => {
    const served = [{ method: entry.method, path: entry.path }];
    expect(() => {
      checkInventory([entry], served);
    }).toThrow(/while somebody is impersonated/);
    expect(() => {
      checkInventory([{ ...entry, notImpersonated: true }], served);
    }).not.toThrow();
  });

  it.each(notGiving)('is not $method $path', (entry) => {
    expect(givesAway(entry)).toBe(false);
  });
});
