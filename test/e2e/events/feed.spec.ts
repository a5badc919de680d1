import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { AccessByEvents, allPublished, readFeed } from './follower.js';

const OLIVIA = 'olivia@harbour.test';
const SAM = 'sam@harbour.test';
const VERA = 'vera@harbour.test';

describe('the feed of events', () => {
  let world: DemoWorld;
  let path: string;
  let organization: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    organization = `/api/v1/organizations/${world.harbour.id}`;
    path = `${organization}/events`;
  });

  afterAll(() => world.close());

  /** What is new since now, once all of it is published. */
  const during = async (work: () => Promise<unknown>) => {
    await allPublished(world);
    const { cursor } = await readFeed(world.as(OLIVIA), path, { query: '&from=end' });
    await work();
    await allPublished(world);
    return readFeed(world.as(OLIVIA), path, { cursor });
  };
  const grants = (property: string) => `${organization}/properties/${property}/grants`;

  it('tells from the first event on who may do what, as the lists do', async () => {
    await allPublished(world);
    const { events } = await readFeed(world.as(OLIVIA), path, { limit: 7 });
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    const known = new AccessByEvents();
    for (const event of events) known.apply(event);
    const { seaside, oldTown } = world.harbour;
    for (const [permission, propertyId] of [
      ['org:members:read', null],
      ['org:members:manage', null],
      ['property:members:manage', seaside],
      ['property:property:read', seaside],
      ['property:property:read', oldTown],
    ] as const) {
      const query = `permission=${permission}&organizationId=${world.harbour.id}${propertyId === null ? '' : `&propertyId=${propertyId}`}`;
      const { body } = await world.as(OLIVIA).get(`/api/v1/access/people?${query}`).expect(200);
      const ids = (body.data as { userId: string }[]).map(({ userId }) => userId).sort();
      expect(ids.length).toBeGreaterThan(0);
      expect(known.people(permission, propertyId, new Date())).toEqual(ids);
    }
  });

  it('tells of a grant, of what it opens, and until when', async () => {
    const sam = await world.userId(SAM);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { events } = await during(() =>
      world
        .as(OLIVIA)
        .put(`${grants(world.harbour.oldTown)}/${sam}`, { role: 'property:viewer', expiresAt })
        .expect(200),
    );
    expect(events.map(({ type }) => type)).toEqual(['grant.given', 'access.changed']);
    const [given, changed] = events;
    expect(given).toMatchObject({
      organizationId: world.harbour.id,
      propertyId: world.harbour.oldTown,
      actor: { kind: 'user', id: await world.userId(OLIVIA) },
      target: { kind: 'user', id: sam },
      change: { role: 'property:viewer' },
    });
    expect(changed).toMatchObject({
      target: { kind: 'user', id: sam },
      change: {
        gained: [
          { permission: 'property:property:read', propertyId: world.harbour.oldTown, until: expiresAt },
        ],
        lost: [],
        rescheduled: [],
        changesAt: expiresAt,
      },
    });
  });

  it('tells that a right has run out when its time has come', async () => {
    const vera = await world.userId(VERA);
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const { events } = await during(async () => {
      await world
        .as(OLIVIA)
        .put(`${grants(world.harbour.seaside)}/${vera}`, { role: 'property:viewer', expiresAt })
        .expect(200);
      await until('the time is over', () => Promise.resolve(Date.now() > Date.parse(expiresAt)));
    });
    const place = {
      permission: 'property:property:read',
      propertyId: world.harbour.seaside,
      until: expiresAt,
    };
    expect(events.filter(({ type }) => type === 'access.changed').map(({ change }) => change)).toMatchObject([
      { gained: [place], lost: [] },
      { gained: [], lost: [place] },
    ]);
  });
});
