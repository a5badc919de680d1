import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../support/demo-world.js';

const FRESH = { fva: [0, -1] };

interface Read {
  readonly path: string;
  readonly as: () => ApiClient;
  /** Changes what is answered; its version too, or not. */
  readonly change: () => Promise<unknown>;
}

/** Those whose answers have to be prepared at length: usage/closing.spec.ts, privacy/export-download.spec.ts. */
const IN_SPECS_OF_THEIR_OWN = [
  'downloadExport',
  'downloadOrganizationExport',
  'getOrganizationUsage',
  'getPropertyUsage',
  'getUsage',
];

interface Described {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly headers?: object }>>;
}
const { paths } = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/openapi.json'), 'utf8')) as {
  paths: Record<string, { get?: Described }>;
};
const reads = Object.values(paths).flatMap(({ get }) => (get === undefined ? [] : [get]));
const tagged = reads
  .filter(({ responses }) => 'ETag' in (responses['200']?.headers ?? {}))
  .map(({ operationId }) => operationId)
  .sort();
const here = tagged.filter((name) => !IN_SPECS_OF_THEIR_OWN.includes(name));

describe('what is read with an ETag', () => {
  let world: DemoWorld;
  let known: Readonly<Record<string, Read>>;
  const olivia = () => world.as('olivia@harbour.test', FRESH);
  const owner = () => world.as('owner@tenantry.test', FRESH);

  beforeAll(async () => {
    world = await startDemoWorld();
    const { id, seaside } = world.harbour;
    const home = `/api/v1/organizations/${id}`;
    const endpoint = { url: 'http://127.0.0.1:9/events', types: ['group.deleted'] };
    const disable = (each: string) => () =>
      world.database.query(`update event_endpoints set failing_since = now() where id = $1`, [each]);
    const group = (await olivia().post(`${home}/groups`, { name: 'Night shift' }).expect(201)).body
      .id as string;
    const ours = (await olivia().post(`${home}/event-endpoints`, endpoint).expect(201)).body.id as string;
    const all = (await owner().post('/api/v1/event-endpoints', endpoint).expect(201)).body.id as string;
    const key = 'property:reader';
    await olivia()
      .post(`${home}/roles`, { key, name: 'Reader', permissions: ['property:property:read'] })
      .expect(201);
    const patch = (path: string, name: string) => () => olivia().patch(path, { name }).expect(200);
    const policy = { secondFactorRequired: false };
    known = {
      getEventEndpoint: { path: `/api/v1/event-endpoints/${all}`, as: owner, change: disable(all) },
      getGroup: {
        path: `${home}/groups/${group}`,
        as: olivia,
        change: async () =>
          olivia()
            .put(`${home}/groups/${group}/members/${await world.userId('sam@harbour.test')}`)
            .expect((answer) => {
              expect(answer.status).toBeLessThan(300);
            }),
      },
      getOrganization: { path: home, as: olivia, change: patch(home, 'Harbour Houses') },
      getOrganizationEventEndpoint: {
        path: `${home}/event-endpoints/${ours}`,
        as: olivia,
        change: disable(ours),
      },
      getOrganizationSignInPolicy: {
        path: `${home}/sign-in-policy`,
        as: olivia,
        change: () => olivia().put(`${home}/sign-in-policy`, policy).expect(200),
      },
      getPlatformSignInPolicy: {
        path: '/api/v1/platform/sign-in-policy',
        as: owner,
        change: () => owner().put('/api/v1/platform/sign-in-policy', policy).expect(200),
      },
      getProperty: {
        path: `${home}/properties/${seaside}`,
        as: olivia,
        change: patch(`${home}/properties/${seaside}`, 'Seaside House'),
      },
      getRole: { path: `${home}/roles/${key}`, as: olivia, change: patch(`${home}/roles/${key}`, 'Looker') },
    };
  }, 120_000);

  afterAll(() => world.close());

  it('is all that the document tells of', () => {
    expect(here).toEqual(Object.keys(known).sort());
    const told = reads.filter(({ responses }) => '304' in responses).map(({ operationId }) => operationId);
    expect(told.sort()).toEqual(tagged);
  });

  it.each(here)('is not sent again to whoever has it, and is once it changed: %s', async (name) => {
    const { path, as, change } = known[name]!;
    const read = (ifNoneMatch?: string) =>
      ifNoneMatch === undefined ? as().get(path) : as().get(path).set('If-None-Match', ifNoneMatch);
    const first = await read().expect(200);
    const etag = first.headers['etag']!;
    expect(first.headers['cache-control']).toBe('no-store');
    for (const had of [etag, `"other", W/${etag}`, '*']) {
      const again = await read(had).expect(304);
      expect([again.text, again.headers['etag'], again.headers['content-type']]).toEqual([
        '',
        etag,
        undefined,
      ]);
      expect([again.headers['cache-control'], again.headers['x-request-id'] !== undefined]).toEqual([
        'no-store',
        true,
      ]);
    }
    for (const other of ['"other"', '', etag.slice(1, -1), '"'])
      expect((await read(other).expect(200)).headers['etag']).toBe(etag);
    await change();
    const changed = await read(etag).expect(200);
    expect(changed.headers['etag']).not.toBe(etag);
    expect(changed.body).not.toEqual(first.body);
  });

  it('is told to nobody who may not read it', async () => {
    const { path } = known['getProperty']!;
    const refused = await world.as('anton@alpine.test').get(path).set('If-None-Match', '*');
    expect([refused.status, refused.body.code]).toEqual([404, 'not_found']);
    expect((await world.anonymous().get(path).set('If-None-Match', '*')).status).toBe(401);
  });
});
