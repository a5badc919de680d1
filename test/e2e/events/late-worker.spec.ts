import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startReplica } from '../../access/quiet-app.js';
import { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { Receiver } from './receiver.js';

/** Requests are answered, and no process publishes yet. */
describe('what happens before anything was published', () => {
  let world: DemoWorld;
  let receiver: Receiver;
  let api: { app: NestFastifyApplication; url: string };
  let worker: { app: NestFastifyApplication };

  beforeAll(async () => {
    world = await startDemoWorld();
    await world.jobsDone();
    await world.app.close();
    await world.database.query('delete from events');
    await world.database.query('delete from access_snapshots');
    await world.database.query(
      `update event_feed set sealed_sequence = null, position = 0, begins_after = (select sequence from audit_chain)`,
    );
    receiver = await Receiver.start();
    api = await startReplica(world.environment, 'api');
  }, 120_000);

  afterAll(async () => {
    await worker.app.close();
    await api.app.close();
    await receiver.close();
    await world.close();
  });

  it('reaches an endpoint that was made before it', async () => {
    const olivia = new ApiClient(
      api.url,
      () => world.clerk.control.tokens({ email: 'olivia@harbour.test', claims: { fva: [0, 0] } }).jwt,
    );
    const { id, oldTown } = world.harbour;
    const organization = `/api/v1/organizations/${id}`;
    await olivia
      .post(`${organization}/event-endpoints`, { url: receiver.url(), types: ['property.*'] })
      .expect(201);
    await olivia.patch(`${organization}/properties/${oldTown}`, { name: 'Old Town House' }).expect(200);
    worker = await startReplica(world.environment, 'worker');
    await until('it has arrived', () => Promise.resolve(receiver.taken().length > 0));
    expect(receiver.taken().map(({ event }) => event)).toMatchObject([
      { type: 'property.updated', target: { id: oldTown } },
    ]);
  });
});
