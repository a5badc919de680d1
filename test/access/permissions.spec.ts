import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiscoveryService } from '@nestjs/core';
import { type InventoryEntry, permissions, readInventory } from '#auth';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** Permissions that no route asks for in its declaration, with the route behind which they are asked for. */
const ASKED_BEHIND_THE_GUARD: Readonly<Record<string, string>> = {
  // That route demands the whole role, or all that it carries; this is a part of it.
  'org:ownership:transfer': 'POST /api/v1/organizations/:organizationId/ownership-transfer',
  'platform:organizations:read': 'GET /api/v1/organizations',
  'platform:privacy:export': 'POST /api/v1/privacy/exports',
  'platform:roles:manage': 'PUT /api/v1/users/:userId/platform-roles/:role',
};

describe('the built-in permissions', () => {
  let app: TestApp;
  let routes: InventoryEntry[];

  beforeAll(async () => {
    app = await startTestApp();
    routes = readInventory(app.app.get(DiscoveryService, { strict: false }));
  });

  afterAll(() => app.close());

  it('open at least one route each', () => {
    const declared = routes.flatMap(({ policy }) =>
      policy?.kind === 'permission' ? [policy.permission] : [],
    );
    const idle = permissions.all.filter(
      (each) => !declared.includes(each) && !(each in ASKED_BEHIND_THE_GUARD),
    );
    expect(idle).toEqual([]);
  });

  it('are the only ones that routes ask for, and the exceptions are none too many', () => {
    const declared = routes.flatMap(({ policy }) =>
      policy?.kind === 'permission' ? [policy.permission] : [],
    );
    expect(declared.filter((each) => !permissions.has(each))).toEqual([]);
    const served = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    for (const [permission, route] of Object.entries(ASKED_BEHIND_THE_GUARD)) {
      expect([permission, permissions.has(permission)]).toEqual([permission, true]);
      expect([permission, declared.includes(permission as never)]).toEqual([permission, false]);
      expect([route, served.has(route)]).toEqual([route, true]);
    }
  });
});
