import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SchedulerService } from '#scheduler';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { allPublished, readFeed } from './follower.js';

describe('a cursor of a feed of events', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const prune = async () => {
    const scheduler = world.app.get(SchedulerService, { strict: false });
    await (
      await scheduler.runNow('events.prune', { kind: 'system', name: 'scheduler' })
    ).done;
  };

  it('is 410 once events behind it are gone, in both feeds, and reading begins with what is kept', async () => {
    await world.jobsDone();
    await allPublished(world);
    const feeds = [
      { client: world.as('olivia@harbour.test'), path: `/api/v1/organizations/${world.harbour.id}/events` },
      { client: world.as('admin@tenantry.test'), path: '/api/v1/events' },
    ];
    const first: string[] = [];
    for (const { client, path } of feeds) {
      const { body } = await client.get(`${path}?limit=1`).expect(200);
      expect(body.nextCursor).not.toBeNull();
      first.push(body.cursor as string);
    }
    // All but the last event are older than what is kept.
    await world.database.query(
      `update events set published_at = now() - interval '31 days'
        where position < (select max(position) from events where organization_id = $1)`,
      [world.harbour.id],
    );
    await prune();
    for (const [index, { client, path }] of feeds.entries()) {
      const gone = await client.get(`${path}?cursor=${first[index]!}`).expect(410);
      expect(gone.body).toMatchObject({ code: 'cursor_expired', status: 410 });
      expect(gone.body.detail).toMatch(/\w/);
      expect(gone.body).not.toHaveProperty('data');
      const { events, cursor } = await readFeed(client, path);
      expect(events.length).toBeGreaterThan(0);
      await client.get(`${path}?cursor=${cursor}`).expect(200);
    }
  });
});
