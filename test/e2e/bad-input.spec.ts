import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import request from 'supertest';
import { type InventoryEntry, readInventory } from '#auth';
import { type ApiDocument, DescribedRequests, type SpoiltRequest } from '../support/described-requests.js';
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

/** Control characters, the ends of calendars and of numbers, and names that every object has. */
const TEXTS = [
  '\u0000',
  'a\u0000b',
  'a\u0001\u001f',
  '\r\n',
  '\u007f\u0085',
  '\u202e\u2066',
  '\u200b\u2060',
  '\ufeff',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59-14:00',
  '0000-01',
  '0000-01-01',
  '0001-01',
  '9999-12',
  '9999-12-31',
  '2026-02-30',
  '-1',
  '2147483648',
  '9007199254740993',
  '99999999999999999999',
  '1e400',
  'NaN',
  '%',
  "';--",
  '\\',
  'hasOwnProperty',
  '__proto__',
  'x'.repeat(3_000),
];
const NUMBERS = [-1, 0, 0.5, 2_147_483_648, -2_147_483_649, 9_007_199_254_740_993, 1e300];
const LONE_SURROGATES = ['\ud800', 'a\udfffb'];
const CONTROLS_IN_PATHS = ['%00', 'a%00b', '%0D%0A', '%c2%85'];
const IN_PATHS = [
  '\u200b',
  '0000-01',
  '0000-01-01',
  '9999-12',
  '2147483648',
  'hasOwnProperty',
  '%',
  "';--",
].map(encodeURIComponent);
// Node's client sends no others in a header.
const IN_HEADERS = TEXTS.filter((text) => /^[\t\x20-\x7e]+$/.test(text)).concat(
  '\u0080\u00ff',
  'W/"1", *',
  '"',
);

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

  describe('of a generated kind', () => {
    let described: DescribedRequests;

    beforeAll(async () => {
      const { body } = await request(world.url).get('/openapi.json').expect(200);
      described = new DescribedRequests(body as ApiDocument, real());
    });

    const ask = (spoilt: SpoiltRequest) => {
      const { method, path, headers, body } = spoilt;
      const { jwt } = world.clerk.control.tokens({ email: 'owner@tenantry.test', claims: { fva: [0, -1] } });
      return request(world.url)
        [method.toLowerCase() as 'post'](path)
        .set('Authorization', `Bearer ${jwt}`)
        .set('X-Access-Reason', 'Testing with garbage')
        .set('Content-Type', 'application/json')
        .set(headers)
        .send(body);
    };
    const faultsOf = async (requests: readonly SpoiltRequest[], isRight: (status: number) => boolean) => {
      const faults: string[] = [];
      for (const spoilt of requests) {
        const answer = await ask(spoilt);
        const isProblem =
          answer.status < 400 || answer.headers['content-type'] === 'application/problem+json';
        if (!isRight(answer.status) || !isProblem) faults.push(`${answer.status} ${spoilt.what}`);
      }
      return faults;
    };
    const isNoFault = (status: number) => status < 500;

    it('in a path segment is a 400 where it is a control character, on every route', async () => {
      const requests = described.inPaths(CONTROLS_IN_PATHS);
      expect(requests.length).toBeGreaterThan(300);
      expect(await faultsOf(requests, (status) => status === 400)).toEqual([]);
    }, 300_000);

    it('in a path segment is a 4xx on every route', async () => {
      const requests = described.inPaths(IN_PATHS);
      expect(await faultsOf(requests, (status) => status >= 400 && status < 500)).toEqual([]);
    }, 300_000);

    it('in a query parameter is never a fault', async () => {
      const requests = described.inQueries(TEXTS);
      expect(requests.length).toBeGreaterThan(500);
      expect(await faultsOf(requests, isNoFault)).toEqual([]);
    }, 300_000);

    it('in a header is never a fault', async () => {
      expect(await faultsOf(described.inHeaders(IN_HEADERS), isNoFault)).toEqual([]);
    }, 300_000);

    it('in a field of a body is never a fault', async () => {
      const requests = described.inBodies([...TEXTS, ...LONE_SURROGATES, ...NUMBERS]);
      expect(requests.length).toBeGreaterThan(500);
      expect(await faultsOf(requests, isNoFault)).toEqual([]);
    }, 300_000);
  });

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
  /\/(ban|unban|revoke|restore|suspend|reinstate|replay|apply|run|cancel|approve|data-exports|platform-roles\/:role)$/;
