import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Webhook } from 'svix';
import { rewrapEndpointSecrets } from '#events';
import { UnitOfWork } from '#libs/database';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { allPublished } from './follower.js';
import { Receiver } from './receiver.js';

const OLIVIA = 'olivia@harbour.test';
const SAM = 'sam@harbour.test';
const VERA = 'vera@harbour.test';
const FRESH = { fva: [0, 0] };

describe('endpoints for events', () => {
  let world: DemoWorld;
  let receiver: Receiver;
  let path: string;
  let grants: string;
  let sam: string;
  let vera: string;
  let endpoint: { id: string; secret: string; path: string };

  beforeAll(async () => {
    world = await startDemoWorld();
    path = `/api/v1/organizations/${world.harbour.id}/event-endpoints`;
    grants = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.oldTown}/grants`;
    [sam, vera] = [await world.userId(SAM), await world.userId(VERA)];
  }, 120_000);

  afterAll(() => world.close());

  beforeEach(async () => {
    receiver = await Receiver.start();
    await world.database.query('delete from event_endpoints');
    await world.database.query(
      `delete from property_grants where property_id = $1 and (user_id = $2 or role = 'property:staff')`,
      [world.harbour.oldTown, sam],
    );
    await allPublished(world);
    endpoint = await make({ url: receiver.url(), types: ['grant.*'] });
  });

  afterEach(() => receiver.close());

  const make = async (details: object, as = OLIVIA, at = path) => {
    const { body } = await world.as(as, FRESH).post(at, details).expect(201);
    return { id: body.id as string, secret: body.secret as string, path: `${at}/${body.id}` };
  };
  const give = (userId = sam, role = 'property:viewer') =>
    world.as(OLIVIA).put(`${grants}/${userId}`, { role }).expect(200);
  const take = (userId = sam, role = 'property:viewer') =>
    world.as(OLIVIA).delete(`${grants}/${userId}/${role}`).expect(204);
  const arrived = (count: number, to = receiver) =>
    until(`${count} events have arrived`, () => Promise.resolve(to.taken().length >= count));
  /** Whatever waits for its next try is tried now. */
  const tryNow = async () => {
    await world.database.query(`update event_deliveries set next_attempt_at = now() where state = 'pending'`);
    await world.database.query('update event_endpoints set retry_at = null');
  };
  const state = async () => (await world.as(OLIVIA).get(endpoint.path).expect(200)).body;

  it('are sent what happens, signed, once and in order', async () => {
    await give();
    await take();
    await give(vera, 'property:staff');
    await arrived(3);
    const own = receiver.taken().filter(({ event }) => event.target?.id === sam);
    expect(own.map(({ event }) => event.type)).toEqual(['grant.given', 'grant.taken']);
    for (const { body, headers, event } of receiver.arrivals) {
      new Webhook(endpoint.secret).verify(body, headers as Record<string, string>);
      expect(JSON.parse(body)).toMatchObject({
        type: event.type,
        data: { organizationId: world.harbour.id },
      });
      expect(headers['webhook-id']).toBe(event.id);
    }
    expect(receiver.arrivals).toHaveLength(3);
  });

  it('are told of their own organization alone, those of the platform of all', async () => {
    const everything = await Receiver.start();
    const all = await make({ url: everything.url() }, 'owner@tenantry.test', '/api/v1/event-endpoints');
    const mine = await make({ url: receiver.url('/all') });
    const valley = `/api/v1/organizations/${world.alpine.id}/properties/${world.alpine.valley}`;
    await world.as('anton@alpine.test').patch(valley, { name: 'Valley House' }).expect(200);
    await give();
    await until('the platform has been told of both', () =>
      Promise.resolve(
        everything.taken().filter(({ event }) => event.type !== 'event_endpoint.created').length >= 3,
      ),
    );
    expect(new Set(everything.taken().map(({ event }) => event.organizationId))).toContain(world.alpine.id);
    await arrived(3);
    expect(new Set(receiver.arrivals.map(({ event }) => event.organizationId))).toEqual(
      new Set([world.harbour.id]),
    );
    await world.as('anton@alpine.test').get(mine.path).expect(404);
    await world.as(OLIVIA).get(`/api/v1/event-endpoints/${all.id}`).expect(403);
    await world.as('owner@tenantry.test', FRESH).delete(`/api/v1/event-endpoints/${mine.id}`).expect(404);
    await everything.close();
  });

  it('that fail are tried again with the same id, and what is about the same person waits', async () => {
    let failures = 2;
    receiver.answer = ({ event }) => (event.target?.id === sam && failures-- > 0 ? 503 : 204);
    await give();
    await take();
    await give(vera, 'property:staff');
    await until('one was refused', () =>
      Promise.resolve(receiver.arrivals.some(({ status }) => status === 503)),
    );
    await until('somebody else’s arrives', async () => {
      await world.database.query('update event_endpoints set retry_at = null');
      return receiver.taken().some(({ event }) => event.target?.id === vera);
    });
    await until('all have arrived', async () => {
      await tryNow();
      return receiver.taken().length === 3;
    });
    const own = receiver.arrivals.filter(({ event }) => event.target?.id === sam);
    expect(own.map(({ event, status }) => [event.type, status])).toEqual([
      ['grant.given', 503],
      ['grant.given', 503],
      ['grant.given', 204],
      ['grant.taken', 204],
    ]);
    expect(new Set(own.slice(0, 3).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('give an event up after eleven tries, go on, and can have it sent again', async () => {
    receiver.answer = ({ event }) => (event.type === 'grant.given' ? 400 : 204);
    await give();
    await until('that it was refused is written down', async () => (await state()).failingSince !== null);
    await world.database.query(`update event_deliveries set attempts = 10 where state = 'pending'`);
    await take();
    await until('the next has arrived', async () => {
      await tryNow();
      return receiver.taken().length > 0;
    });
    const { body } = await world.as(OLIVIA).get(`${endpoint.path}/deliveries?state=dead`).expect(200);
    expect(body.data).toMatchObject([
      { state: 'dead', attempts: 11, lastStatus: 400, event: { type: 'grant.given', target: { id: sam } } },
    ]);
    receiver.answer = () => 204;
    const replayed = await world.as(OLIVIA, FRESH).post(`${endpoint.path}/replay`, {}).expect(200);
    expect(replayed.body).toEqual({ count: 1 });
    await until('it has arrived', () =>
      Promise.resolve(receiver.taken().some(({ event }) => event.type === 'grant.given')),
    );
  });

  it('that answer 410 are disabled with an alarm, and go on once they are enabled', async () => {
    receiver.answer = () => 410;
    await give();
    await until('it is disabled', async () => (await state()).state === 'disabled');
    expect(await state()).toMatchObject({ disabledBecause: 'gone' });
    const alarms = await world.database.query(
      `select detail->>'because' as because from sync_alarms where kind = 'disabled_endpoint' and subject = $1`,
      [endpoint.id],
    );
    expect(alarms).toEqual([{ because: 'gone' }]);
    await allPublished(world);
    const count = receiver.arrivals.length;
    await take();
    await allPublished(world);
    receiver.answer = () => 204;
    await world.as(OLIVIA, FRESH).post(`${endpoint.path}/replay`, {}).expect(409);
    await world.as(OLIVIA, FRESH).patch(endpoint.path, { enabled: true }).expect(200);
    // What waited is sent; what happened meanwhile is not, unless it is asked for.
    await until('what waited has arrived', async () => {
      await tryNow();
      return receiver.taken().length === 1;
    });
    expect(receiver.arrivals.length).toBe(count + 1);
    const since = new Date(Date.now() - 3_600_000).toISOString();
    await world.as(OLIVIA, FRESH).post(`${endpoint.path}/replay`, { only: 'all', since }).expect(200);
    await until('all of it has arrived', () =>
      Promise.resolve(receiver.taken().some(({ event }) => event.type === 'grant.taken')),
    );
  });

  it('that take nothing for five days are disabled', async () => {
    receiver.answer = () => 500;
    await give();
    await until('it fails', async () => (await state()).failingSince !== null);
    await world.database.query(`update event_endpoints set failing_since = now() - interval '6 days'`);
    await until('it is disabled', async () => {
      await tryNow();
      return (await state()).state === 'disabled';
    });
    expect(await state()).toMatchObject({ disabledBecause: 'failing' });
  });

  it('that hang hold up nobody else', async () => {
    const hanging = await Receiver.start();
    hanging.answer = () => null;
    await make({ url: hanging.url(), types: ['grant.*'] });
    await give();
    await take();
    await until('the one hangs', () => Promise.resolve(hanging.arrivals.length > 0));
    await give();
    await arrived(3);
    await hanging.close();
  });

  it('that send elsewhere are not followed', async () => {
    receiver.answer = () => 302;
    await give();
    await until('it was tried', () => Promise.resolve(receiver.arrivals.length > 0));
    await until('that is told', async () => (await state()).failingSince !== null);
    expect(receiver.arrivals.map(({ path: to }) => to)).toEqual(['/events']);
  });

  it('sign with the secret before it too for a while, and stay signed under another master key', async () => {
    const { body } = await world.as(OLIVIA, FRESH).post(`${endpoint.path}/secret`, {}).expect(200);
    expect(body.secret).toMatch(/^whsec_/);
    await give();
    await arrived(1);
    const verify = (secret: string, index: number) => {
      const { body: text, headers } = receiver.arrivals[index]!;
      return () => {
        new Webhook(secret).verify(text, headers as Record<string, string>);
      };
    };
    expect(verify(endpoint.secret, 0)).not.toThrow();
    expect(verify(body.secret as string, 0)).not.toThrow();
    // There and back, so that the service, which knows the one key only, still reads it.
    const unitOfWork = world.app.get(UnitOfWork, { strict: false });
    const other = Buffer.alloc(32, 9);
    expect(await rewrapEndpointSecrets(unitOfWork, world.environment.masterKey, other)).toBe(1);
    expect(await rewrapEndpointSecrets(unitOfWork, other, world.environment.masterKey)).toBe(1);
    await world.database.query(`update event_endpoints set previous_until = now() - interval '1 minute'`);
    await take();
    await arrived(2);
    expect(verify(endpoint.secret, 1)).toThrow();
    expect(verify(body.secret as string, 1)).not.toThrow();
    expect(JSON.stringify(await state())).not.toContain('whsec_');
  });

  it('are tried out at once, and say what came of it', async () => {
    await world.as(OLIVIA).post(`${endpoint.path}/test`).expect(204);
    expect(receiver.arrivals.map(({ event }) => event.type)).toEqual(['event_endpoint.tested']);
    receiver.answer = () => 500;
    const { body } = await world.as(OLIVIA).post(`${endpoint.path}/test`).expect(502);
    expect(body).toMatchObject({ code: 'endpoint_failed', detail: expect.stringContaining('answered 500') });
  });

  it.each([
    ['ftp://example.test/', 'invalid_request'],
    ['https://user:secret@example.test/', 'endpoint_url_refused'],
    ['https://example.test/#part', 'endpoint_url_refused'],
    ['http://example.test/', 'endpoint_url_refused'],
    ['https://10.0.0.1/', 'endpoint_url_refused'],
    ['https://169.254.169.254/latest/meta-data', 'endpoint_url_refused'],
    ['https://[fd00::1]/', 'endpoint_url_refused'],
  ])('are not made at %s', async (url, code) => {
    const { body } = await world.as(OLIVIA, FRESH).post(path, { url }).expect(400);
    expect(body.code).toBe(code);
  });

  it('are made by those who may, freshly proven, in nobody else’s name, and ten at most', async () => {
    await world.as(SAM, FRESH).post(path, { url: receiver.url() }).expect(403);
    const stale = await world.as(OLIVIA, { fva: [99, 99] }).post(path, { url: receiver.url() });
    expect(stale.status).toBe(403);
    for (let count = 2; count <= 10; count += 1) await make({ url: receiver.url() });
    const { body } = await world.as(OLIVIA, FRESH).post(path, { url: receiver.url() }).expect(409);
    expect(body.code).toBe('too_many_endpoints');
    const { body: list } = await world.as(OLIVIA).get(`${path}?limit=4`).expect(200);
    expect([list.data.length, list.nextCursor !== null]).toEqual([4, true]);
  });
});
