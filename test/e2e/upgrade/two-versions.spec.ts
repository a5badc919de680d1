import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const FRESH = { fva: [0, -1] };

// `npm run upgrade-check` runs specs of the commit before like this, with this one as the newer version.
describe('two versions on one database', () => {
  let world: DemoWorld;
  let newer: (email: string) => ApiClient;

  beforeAll(async () => {
    world = await startDemoWorld({ newer: join(import.meta.dirname, '../../..') });
    newer = (email) =>
      new ApiClient(world.newer!.url, () => world.clerk.control.tokens({ email, claims: FRESH }).jwt);
  }, 120_000);

  afterAll(() => world.close());

  it('answer alike, and a right that one takes is gone at the other', async () => {
    const seaside = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}`;
    const sam = await world.userId('sam@harbour.test');
    const [here, there] = [
      await world.as('sam@harbour.test', FRESH).get(seaside).expect(200),
      await newer('sam@harbour.test').get(seaside).expect(200),
    ];
    expect(there.body).toEqual(here.body);
    await newer('olivia@harbour.test').delete(`${seaside}/grants/${sam}/property:staff`).expect(204);
    expect((await world.as('sam@harbour.test').get(seaside)).status).toBe(404);
    await world
      .as('olivia@harbour.test')
      .put(`${seaside}/grants/${sam}`, { role: 'property:viewer' })
      .expect(200);
    await newer('sam@harbour.test').get(seaside).expect(200);
  });

  it('do each other’s work, and hand out what the other has packed', async () => {
    const mark = newer('mark@harbour.test');
    const { body } = await mark
      .post('/api/v1/privacy/exports', { userId: await world.userId('mark@harbour.test') })
      .expect(201);
    const path = `/api/v1/privacy/exports/${body.id}`;
    await until('it is ready', async () => (await mark.get(path)).body.status === 'ready');
    for (const client of [mark, world.as('mark@harbour.test', FRESH)])
      await client.get(`${path}/download`).expect(200);
  });
});
