import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiscoveryService } from '@nestjs/core';
import request from 'supertest';
import { type InventoryEntry, readInventory } from '#auth';
import { type DemoWorld, startDemoWorld } from '../support/demo-world.js';

const GARBAGE: unknown[] = [
  {},
  [],
  [[]],
  null,
  0,
  'text',
  { unknown: 1 },
  { email: null, role: null, name: null, slug: null, userId: null },
  { email: '', role: '', name: '', slug: '', userId: '' },
  { email: {}, role: [], name: {}, slug: 7, userId: true, expiresAt: 'soon', timezone: 'Mars/Olympus' },
  { email: 'a@b.test\r\nbcc: c@d.test', role: "property:staff' or 1=1--", name: '\u0000', slug: '../../etc' },
  { email: { $ne: '' }, role: { $ne: '' }, id: '01900000-0000-7000-8000-000000000000', organizationId: 'x' },
  { email: 'x'.repeat(5000), role: 'x'.repeat(5000), name: 'x'.repeat(5000) },
];

const RAW = [
  '{"a":',
  '{"a":1,"a":2}',
  '{"__proto__":{"isAdmin":true}}',
  '[1e400]',
  'NaN',
  '\uFEFF{}',
  '['.repeat(5000),
];
const IDS = [
  'undefined',
  'null',
  '%00',
  '0',
  "' or 1=1",
  'org_',
  `org_${'x'.repeat(26)}`,
  '[]',
  '..',
  'x'.repeat(300),
];

describe('bad input', () => {
  let world: DemoWorld;
  let routes: InventoryEntry[];

  beforeAll(async () => {
    world = await startDemoWorld();
    await world.jobsDone();
    routes = readInventory(world.app.get(DiscoveryService, { strict: false })).filter(({ path }) =>
      path.startsWith('/api/v1'),
    );
  });

  afterAll(() => world.close());

  const rows = () =>
    Promise.all(
      [
        'organizations',
        'memberships',
        'properties',
        'property_grants',
        'invitations',
        'platform_role_grants',
      ].map((table) => world.database.query(`select * from ${table} order by 1, 2`)),
    );
  const fill = (path: string, ids: Record<string, string>) =>
    path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? 'x');
  const real = () => ({
    organizationId: world.harbour.id,
    propertyId: world.harbour.seaside,
    userId: '01900000-0000-7000-8000-000000000000',
    role: 'property:staff',
  });
  const send = (method: string, path: string, body: string, reason = 'Testing with garbage') =>
    request(world.url)
      [method.toLowerCase() as 'post'](path)
      .set(
        'Authorization',
        `Bearer ${world.clerk.control.tokens({ email: 'owner@tenantry.test', claims: { fva: [0, -1] } }).jwt}`,
      )
      .set('X-Access-Reason', reason)
      .set('Content-Type', 'application/json')
      .send(body);

  function expectProblem(route: InventoryEntry, what: string, answer: request.Response): void {
    const at = `${route.method} ${route.path} with ${what.slice(0, 60)}`;
    expect([at, answer.status >= 400 && answer.status < 500]).toEqual([at, true]);
    expect([at, answer.headers['content-type']]).toEqual([at, 'application/problem+json']);
    expect(answer.body).toMatchObject({
      status: answer.status,
      code: expect.any(String),
      requestId: expect.any(String),
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|select |insert /i);
  }

  it('in a body is a 4xx problem on every route that takes one, and nothing is changed', async () => {
    const before = await rows();
    // Deleting and acting routes take no body; what they do is not for garbage to find out.
    const taking = routes.filter(
      ({ method, path }) => ['POST', 'PUT', 'PATCH'].includes(method) && !ACTING.test(path),
    );
    expect(taking.length).toBeGreaterThan(6);
    for (const route of taking) {
      for (const garbage of GARBAGE) {
        if (JSON.stringify(garbage) === '{}' && mayBeEmpty(route)) continue;
        const answer = await send(route.method, fill(route.path, real()), JSON.stringify(garbage));
        expectProblem(route, JSON.stringify(garbage), answer);
      }
      for (const raw of RAW)
        expectProblem(route, raw, await send(route.method, fill(route.path, real()), raw));
    }
    expect(await rows()).toEqual(before);
  }, 120_000);

  it('names the fields that are wrong and repeats no value', async () => {
    const path = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}/invitations`;
    const answer = await world
      .as('mark@harbour.test')
      .post(path, { email: 'no address', role: 7, isOwner: true })
      .expect(400);
    expect(answer.body.errors.map((error: { field: string }) => error.field).sort()).toEqual([
      'email',
      'isOwner',
      'role',
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('no address');
  });

  it('as an id is answered like a true miss, never with a fault', async () => {
    for (const route of routes.filter(({ path }) => path.includes(':'))) {
      for (const id of IDS) {
        const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
        for (const name of names) {
          const path = fill(route.path, { ...real(), [name]: encodeURIComponent(id) });
          const answer = await send(route.method, path, '{}');
          const at = `${route.method} ${path.slice(0, 120)}`;
          expect([at, answer.status >= 400 && answer.status < 500]).toEqual([at, true]);
        }
      }
    }
  }, 120_000);

  it('in a query is a 400 that names the parameter', async () => {
    const olivia = world.as('olivia@harbour.test');
    const list = `/api/v1/organizations/${world.harbour.id}/members`;
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=1e2',
      'limit=',
      'limit=1&limit=2',
      'cursor=!',
      'cursor=AAAA',
      'sort=name',
      'limit[]=1',
    ]) {
      const answer = await olivia.get(`${list}?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
    }
    const other = await olivia
      .get(`/api/v1/organizations/${world.harbour.id}/properties?limit=1`)
      .expect(200);
    expect(other.body.nextCursor).toEqual(expect.any(String));
    const crossed = await olivia.get(`${list}?cursor=${other.body.nextCursor}`).expect(400);
    expect(crossed.body.code).toBe('invalid_cursor');
  });
});

/** Whether every field may be left out. */
function mayBeEmpty({ method, path }: InventoryEntry): boolean {
  return method === 'PATCH' || path.endsWith('/sync/reconciliations');
}

/** Routes whose POST does something to the object in the path and takes no body. */
const ACTING =
  /\/(ban|unban|revoke|restore|suspend|reinstate|replay|apply|run|cancel|approve|data-exports|doctor|debug-bundle|platform-roles\/:role)$/;
