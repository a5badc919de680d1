import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DiscoveryService } from '@nestjs/core';
import { BREAK_GLASS_ROUTES, readInventory } from '#auth';
import { ApiClient } from '../../support/api-client.js';
import { makeRobot, withKey } from '../../support/robots.js';
import { refuseAuditRows } from '../../support/refuse-audit-rows.js';
import { type BreakGlassWorld, OWNER, REASON, startBreakGlassWorld } from './break-glass-world.js';

const FRESH = { fva: [0, -1] };
/** An id of nothing. */
const NOWHERE = '01a1fc4e-8c9b-721c-b39e-21805d85c778';

let world: BreakGlassWorld;

beforeAll(async () => {
  world = await startBreakGlassWorld();
}, 120_000);
afterEach(() => {
  world.mendClerk();
});
afterAll(() => world.close());

const uses = () =>
  world.database.query<{ actor_id: string; change: { route: string }; target_id: string }>(
    `select actor_id, change, target_id from audit_events where action = 'break_glass.used' order by id`,
  );

describe('a break-glass token while Clerk is out', () => {
  it('opens one request, is written down before it is answered, raises an alarm and shows in GET /health', async () => {
    world.cutClerk();
    const before = (await uses()).length;
    await world.glass().get('/api/v1/users?limit=1').expect(200);
    const [use, ...others] = (await uses()).slice(before);
    expect(others).toEqual([]);
    expect(use).toMatchObject({
      actor_id: await world.userId(OWNER),
      change: { route: 'GET /api/v1/users' },
    });
    const alarms = await world.as(OWNER).get('/api/v1/sync/alarms').expect(200);
    expect(alarms.body.data).toContainEqual(
      expect.objectContaining({ kind: 'break_glass', subject: use?.target_id, clearedAt: null }),
    );
    const health = await world.as(OWNER).get('/health').expect(200);
    expect(health.body.indicators.break_glass).toEqual({
      status: 'warning',
      detail: { isConfigured: true, usedLastDay: before + 1, lastUsedAt: expect.any(String) },
    });
  });

  it('tells the reason to who may read it, and to an organization as support access', async () => {
    world.cutClerk();
    await world.glass().get(`/api/v1/organizations/${world.harbour.id}/members`).expect(200);
    world.mendClerk();
    const log = await world
      .as('olivia@harbour.test')
      .get(`/api/v1/organizations/${world.harbour.id}/audit-log?action=access.support_visit`)
      .expect(200);
    expect(log.body.data[0]).toMatchObject({ action: 'access.support_visit', reason: REASON });
  });

  it('takes away: a grant, a membership, a key, sessions, an account, an organization', async () => {
    const mark = await world.userId('mark@harbour.test');
    const sam = await world.userId('sam@harbour.test');
    const greta = await world.userId('greta@alpine.test');
    const robot = await makeRobot(world.as('olivia@harbour.test', FRESH), world.harbour.id);
    const harbour = `/api/v1/organizations/${world.harbour.id}`;
    world.cutClerk();
    await world
      .glass()
      .delete(`${harbour}/properties/${world.harbour.seaside}/grants/${mark}/property:manager`)
      .expect(204);
    await world.glass().delete(`${harbour}/members/${sam}`).expect(204);
    await world.glass().delete(`${robot.path}/keys/${robot.keyId}`).expect(204);
    await world.glass().post(`/api/v1/users/${mark}/sessions/revoke`).expect(204);
    await world.glass().post(`/api/v1/users/${greta}/ban`).expect(200);
    await world.glass().post(`/api/v1/organizations/${world.alpine.id}/suspend`).expect(200);
    const grants = await world
      .glass()
      .get(`${harbour}/properties/${world.harbour.seaside}/grants`)
      .expect(200);
    const members = await world.glass().get(`${harbour}/members`).expect(200);
    expect(JSON.stringify(grants.body)).not.toContain(mark);
    expect(JSON.stringify(members.body)).not.toContain(sam);
    expect((await world.glass().get(`/api/v1/users/${greta}`).expect(200)).body).toMatchObject({
      banned: true,
    });
    const alpine = await world.glass().get(`/api/v1/organizations/${world.alpine.id}`).expect(200);
    expect(alpine.body).toMatchObject({ status: 'suspended' });
    await withKey(world.url, robot.key).get(`${harbour}/members`).expect(401);
    world.mendClerk();
    await world.jobsDone();
  });

  it('opens every route of the list, and names no route that there is not', async () => {
    const inventory = readInventory(world.app.get(DiscoveryService, { strict: false }));
    const known = new Set(inventory.map(({ method, path }) => `${method} ${path}`));
    expect([...BREAK_GLASS_ROUTES].filter((route) => !known.has(route))).toEqual([]);
    world.cutClerk();
    for (const route of BREAK_GLASS_ROUTES) {
      const answer = await ask(route, new ApiClient(world.url, () => world.token()));
      expect([200, 204, 404].map((status) => `${route} ${status}`)).toContain(`${route} ${answer.status}`);
      if (answer.status === 404) expect(route).toMatch(/accountId|userId|suspend/);
    }
  }, 60_000);

  it('opens no other route of the API, whoever asks', async () => {
    const inventory = readInventory(world.app.get(DiscoveryService, { strict: false }));
    const shut = inventory.filter(
      ({ method, path, policy }) => policy?.kind !== 'public' && !BREAK_GLASS_ROUTES.has(`${method} ${path}`),
    );
    expect(shut.length).toBeGreaterThan(100);
    const before = await uses();
    world.cutClerk();
    for (const { method, path } of shut) {
      const route = `${method} ${path}`;
      const { status, body } = await ask(route, world.glass());
      expect([route, status, body.code]).toEqual([route, 403, 'closed_to_break_glass']);
    }
    expect(await uses()).toEqual(before);
    for (const path of ['/docs', '/openapi.json']) {
      const { status, text } = await world.glass().get(path);
      if (status === 200) expect(text).not.toContain(world.clerkIdOf(OWNER));
    }
  }, 120_000);

  it('is not used up by what it does not open', async () => {
    world.cutClerk();
    const token = world.token();
    const client = new ApiClient(world.url, () => token);
    await client.get('/api/v1/privacy/requests').expect(403);
    await client.get('/api/v1/users').expect(200);
  });

  it('opens nothing that cannot be written down', async () => {
    world.cutClerk();
    const before = await uses();
    await refuseAuditRows(world.database, 'break_glass.used');
    const { status } = await world.glass().get('/api/v1/users');
    await world.database.query('drop trigger refuse on audit_events');
    expect(status).toBe(500);
    expect(await uses()).toEqual(before);
  });

  /** Asks a route for what there is, and for what there is not where nothing is made for it. */
  function ask(route: string, client: ApiClient) {
    const [method = '', pattern = ''] = route.split(' ');
    const path = pattern
      .replace(':organizationId', world.harbour.id)
      .replace(':propertyId', world.harbour.seaside)
      .replace(':role', 'property:manager')
      .replace(':job', 'webhooks.silence')
      .replace(/:\w+/g, NOWHERE);
    switch (method) {
      case 'GET':
        return client.get(path);
      case 'POST':
        return client.post(route.endsWith('/suspend') ? path.replace(world.harbour.id, NOWHERE) : path);
      case 'PUT':
        return client.put(path);
      case 'PATCH':
        return client.patch(path);
      default:
        return client.delete(path);
    }
  }
});
