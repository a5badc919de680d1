import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { svixHeaders } from '../../support/svix-headers.js';

const OPERATOR = 'operator@tenantry.test';
const ADMIN = 'admin@tenantry.test';

describe('dead letters', () => {
  let world: DemoWorld;
  let count = 0;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  /** Sends an event of Clerk's and waits until it is settled. */
  async function deliver(type: string, data: object): Promise<string> {
    const id = `msg_letter${(count += 1)}`;
    const at = new Date();
    const body = JSON.stringify({
      type,
      object: 'event',
      data,
      timestamp: at.getTime(),
      instance_id: world.clerk.instanceId,
    });
    await request(world.url)
      .post('/api/webhooks/clerk')
      .set(svixHeaders(id, body, world.environment.clerk.webhookSigningSecrets, at))
      .send(body)
      .expect(204);
    await world.settled();
    return id;
  }

  const userData = (letter: string, name: string, emails: unknown) => ({
    id: `user_${letter.repeat(27)}`,
    object: 'user',
    first_name: name,
    last_name: null,
    external_id: null,
    primary_email_address_id: null,
    email_addresses: emails,
    banned: false,
    two_factor_enabled: false,
    created_at: Date.now(),
    updated_at: Date.now(),
  });

  it('are listed page by page, filtered, and shown with everything personal hidden', async () => {
    const first = await deliver('user.created', userData('a', 'Canary', 'none'));
    // Somebody whom Clerk knows: an update about nobody is no letter at all.
    const known = world.clerk.control.ensureUser({ email: 'letters@nowhere.test' });
    await world.settled();
    const second = await deliver('user.updated', { ...userData('b', 'Canary', 'none'), id: known.id });
    const operator = world.as(OPERATOR);
    const page = await operator.get('/api/v1/sync/events?state=dead&limit=1').expect(200);
    expect(page.body.data).toEqual([
      expect.objectContaining({ id: second, state: 'dead', attempts: 1, hasPayload: true }),
    ]);
    const next = await operator
      .get(`/api/v1/sync/events?state=dead&limit=1&cursor=${page.body.nextCursor}`)
      .expect(200);
    expect(next.body.data.map((event: { id: string }) => event.id)).toEqual([first]);
    const typed = await operator.get('/api/v1/sync/events?state=dead&type=user.created').expect(200);
    expect(typed.body.data.map((event: { id: string }) => event.id)).toEqual([first]);
    const shown = await operator.get(`/api/v1/sync/events/${first}`).expect(200);
    expect(shown.body).toMatchObject({
      lastError: 'user.email_addresses is missing or of another type',
      payload: { id: `user_${'a'.repeat(27)}`, first_name: '[redacted]', banned: false },
    });
    expect(JSON.stringify([page.body, next.body, shown.body])).not.toContain('Canary');
    await operator.get('/api/v1/sync/events/msg_unknown').expect(404);
    await operator.get(`/api/v1/sync/events?state=applied&cursor=${page.body.nextCursor}`).expect(400);
  });

  it('raise one alarm for each type, which staff see and a replay clears', async () => {
    const known = world.clerk.control.ensureUser({ email: 'alarms@nowhere.test' });
    await world.settled();
    await deliver('user.updated', { ...userData('d', 'Canary', 'none'), id: known.id });
    const { body } = await world.as(OPERATOR).get('/api/v1/sync/alarms?open=true').expect(200);
    expect(body.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'dead_letter', subject: 'user.updated', clearedAt: null }),
      ]),
    );
  });

  it('are replayed one by one, with a row in the audit log', async () => {
    const id = await deliver('user.created', userData('c', 'Canary', 'none'));
    // What was broken is mended: here the payload, in real life the code.
    await world.database.query(
      `update webhook_deliveries set payload = jsonb_set(payload, '{email_addresses}', '[]') where svix_id = $1`,
      [id],
    );
    await world.as(ADMIN).post(`/api/v1/sync/events/${id}/replay`).expect(200);
    await world.settled();
    const { body } = await world.as(OPERATOR).get(`/api/v1/sync/events/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'applied', lastError: null });
    const rows = await world.database.query(
      `select actor_kind, change from audit_events where action = 'webhook.replayed' and target_id = $1`,
      [id],
    );
    expect(rows).toEqual([
      { actor_kind: 'user', change: { eventType: 'user.created', state: { from: 'dead', to: 'pending' } } },
    ]);
  });

  it('are replayed by filter, after a dry run that changes nothing', async () => {
    await deliver('organization.created', { id: 'org_x', name: 7 });
    await deliver('organization.created', { id: 'org_y', name: 7 });
    const admin = world.as(ADMIN);
    const wanted = { type: 'organization.created' };
    const dry = await admin.post('/api/v1/sync/events/replay', { ...wanted, dryRun: true }).expect(200);
    expect(dry.body).toEqual({ matched: 2, replayed: 0, left: 2 });
    const openAlarms = () =>
      world.database.query(
        `select id from sync_alarms where subject = 'organization.created' and cleared_at is null`,
      );
    const [alarm] = await openAlarms();
    expect(alarm).toBeDefined();
    await world.database.query(`update webhook_deliveries set payload = null where object_id = 'org_y'`);
    const real = await admin.post('/api/v1/sync/events/replay', wanted).expect(200);
    expect(real.body).toEqual({ matched: 2, replayed: 1, left: 1 });
    expect(await openAlarms()).not.toContainEqual(alarm);
    await until('it is tried again', async () => {
      const rows = await world.database.query(
        `select from webhook_deliveries where object_id = 'org_x' and state = 'dead' and attempts = 1`,
      );
      return rows.length === 1;
    });
  });

  it('without a payload cannot be replayed, and only those who may manage the synchronisation replay', async () => {
    const gone = await deliver('user.created', userData('e', 'Canary', 'none'));
    await world.database.query('update webhook_deliveries set payload = null where svix_id = $1', [gone]);
    const path = `/api/v1/sync/events/${gone}/replay`;
    const refused = await world.as(ADMIN).post(path).expect(409);
    expect(refused.body.code).toBe('webhook_payload_gone');
    await world.as(OPERATOR).post(path).expect(403);
    await world.as('nina@nowhere.test').get('/api/v1/sync/events').expect(403);
    await world.anonymous().get('/api/v1/sync/events').expect(401);
    await world.database.query('delete from webhook_deliveries where svix_id = $1', [gone]);
  });

  it('are what becomes of a payload that PostgreSQL cannot hold, and cost their neighbours nothing', async () => {
    const ids = await Promise.all([
      deliver('email.created', { id: 'ema_ok1' }),
      deliver('email.created', { id: 'ema_nul', body: 'a\u0000b' }),
      deliver('email.created', { id: 'ema_half', body: '\ud800' }),
      deliver('email.created', { id: 'ema_ok2' }),
    ]);
    const states = await world.database.query(
      `select state, last_error from webhook_deliveries where svix_id = any ($1)
       order by array_position($1::text[], svix_id)`,
      [ids],
    );
    const unkept = { state: 'dead', last_error: 'payload cannot be kept' };
    expect(states).toEqual([
      { state: 'ignored', last_error: null },
      unkept,
      unkept,
      { state: 'ignored', last_error: null },
    ]);
  });

  it('more than 50 000 deliveries waiting are told to the sender, who comes again', async () => {
    await world.database.query(
      `insert into webhook_deliveries (svix_id, event_type, body_sha256, state, next_attempt_at, received_at)
       select 'msg_full' || n, 'email.created', '\\x00', 'pending', now() + interval '1 hour', now()
         from generate_series(1, 50001) n`,
    );
    await until('the ledger is full', async () => {
      const answer = await signedSend(world, (count += 1));
      return answer.status === 503 && answer.headers['retry-after'] === '30';
    });
    await world.database.query(`delete from webhook_deliveries where svix_id like 'msg_full%'`);
    await until(
      'it takes deliveries again',
      async () => (await signedSend(world, (count += 1))).status === 204,
    );
  });

  it('leaves alarms open until somebody closes them, who stands in the audit log', async () => {
    const id = '01a1f000-0000-7000-8000-00000000000a';
    const raise = () =>
      world.database.query(
        `insert into sync_alarms (id, kind, subject, detail, raised_at, last_seen_at)
         values ($1, 'void_invitations', 'seeded', '{}', now(), now())`,
        [id],
      );
    await raise();
    const owner = world.as('owner@tenantry.test');
    const open = async () => {
      const { body } = await owner.get('/api/v1/sync/alarms?open=true&limit=100').expect(200);
      return body.data.map((alarm: { id: string }) => alarm.id);
    };
    expect(await open()).toContain(id);
    const { body } = await owner.post(`/api/v1/sync/alarms/${id}/clear`).expect(200);
    expect(body.clearedAt).not.toBeNull();
    expect((await owner.post(`/api/v1/sync/alarms/${id}/clear`).expect(200)).body).toEqual(body);
    expect(await open()).not.toContain(id);
    await owner.post(`/api/v1/sync/alarms/${id.replace('a', 'b')}/clear`).expect(404);
    const rows = await world.database.query(
      `select actor_kind from audit_events where action = 'sync.alarm_cleared' and target_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ actor_kind: 'user' }]);
  });
});

function signedSend(world: DemoWorld, number: number) {
  const id = `msg_signed${number}`;
  const body = JSON.stringify({ type: 'email.created', data: {}, instance_id: world.clerk.instanceId });
  return request(world.url)
    .post('/api/webhooks/clerk')
    .set(svixHeaders(id, body, world.environment.clerk.webhookSigningSecrets))
    .send(body);
}
