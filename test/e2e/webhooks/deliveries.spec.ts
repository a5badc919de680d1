import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { Webhook } from 'svix';
import { type TestApp, startTestApp, until } from '../../support/test-app.js';

const PATH = '/api/webhooks/clerk';

describe('a webhook delivery', () => {
  let world: TestApp;
  let count = 0;

  beforeAll(async () => {
    world = await startTestApp();
  });

  afterAll(() => world.close());

  const secret = () => world.environment.clerk.webhookSigningSecrets[0]!;
  const rows = (svixId: string) =>
    world.database.query<{ state: string; repeats: number; last_error: string | null; attempts: number }>(
      'select state, repeats, last_error, attempts from webhook_deliveries where svix_id = $1',
      [svixId],
    );
  const nextId = () => `msg_test${(count += 1)}`;

  function deliver(
    body: string | Buffer,
    options: { id?: string; at?: Date; signature?: string; secret?: string } = {},
  ) {
    const { id = nextId(), at = new Date() } = options;
    const signature = options.signature ?? new Webhook(options.secret ?? secret()).sign(id, at, body);
    return request(world.url)
      .post(PATH)
      .set({
        'content-type': 'application/json',
        'svix-id': id,
        'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
        'svix-signature': signature,
      })
      .send(body);
  }

  const event = (type: string, data: unknown, instanceId: string = world.clerk.instanceId) =>
    JSON.stringify({
      type,
      object: 'event',
      data,
      timestamp: Date.now(),
      instance_id: instanceId,
      event_attributes: {},
    });

  it('that is signed over its bytes is taken, however they are written', async () => {
    for (const body of [
      event('email.created', { id: 'ema_1' }),
      JSON.stringify(JSON.parse(event('email.created', { id: 'ema_1' })), null, 3),
      event('email.created', { id: 'ema_1', text: 'é' }).replace('é', '\\u00e9'),
      event('email.created', { id: 'ema_1' }).replace(
        '"ema_1"',
        '"ema_1","n":1.0,"big":12345678901234567890',
      ),
    ]) {
      const id = nextId();
      await deliver(body, { id }).expect(204);
      await until('it is settled', async () => (await rows(id))[0]?.state === 'ignored');
    }
  });

  it('again has no second effect, and with another body raises an alarm while the first one stands', async () => {
    const id = nextId();
    const body = event('email.created', { id: 'ema_2' });
    await deliver(body, { id }).expect(204);
    await deliver(body, { id }).expect(204);
    await deliver(event('email.created', { id: 'ema_3' }), { id }).expect(204);
    expect((await rows(id))[0]).toMatchObject({ repeats: 2 });
    const alarms = await world.database.query(`select target_id from audit_events where action = $1`, [
      'webhook.rejected_body_change',
    ]);
    expect(alarms).toEqual([{ target_id: id }]);
  });

  it('with several signatures passes when one is good, up to ten', async () => {
    const body = event('email.created', {});
    const id = nextId();
    const at = new Date();
    const good = new Webhook(secret()).sign(id, at, body);
    const bad = `v1,${Buffer.alloc(32).toString('base64')}`;
    await deliver(body, { id, at, signature: `${bad} ${good}` }).expect(204);
    await deliver(body, { at, signature: `${Array(10).fill(bad).join(' ')} ${good}` }).expect(400);
  });

  it('is refused, all alike and without a trace in the ledger, when anything is wrong with it', async () => {
    const body = event('email.created', {});
    const id = 'msg_refused';
    const at = new Date();
    const good = new Webhook(secret()).sign(id, at, body);
    // Each is made when it is sent: by then the others may have taken seconds.
    const cases = [
      () => deliver(body, { id, signature: '' }),
      () => deliver(body, { id, at, signature: good.slice(0, -4) }),
      () => deliver(body, { id, at, signature: good.replace('v1,', 'v1a,') }),
      () => deliver(`${body} `, { id, at, signature: good }),
      () => deliver(body, { id, secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}` }),
      () => deliver(body, { id, at: new Date(Date.now() - 302_000) }),
      () => deliver(body, { id, at: new Date(Date.now() + 302_000) }),
      () => deliver(event('email.created', {}, `ins_${'x'.repeat(27)}`), { id }),
      () => deliver('{"type":', { id }),
      () => deliver(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), { id }),
      () => deliver('[]', { id }),
      () => deliver('{"data":{}}', { id }),
    ];
    for (const delivery of cases) {
      const answer = await delivery();
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        code: 'webhook_refused',
        detail: 'The delivery is not acceptable.',
      });
    }
    expect(await rows(id)).toEqual([]);
  });

  it('299 seconds old passes', async () => {
    await deliver(event('email.created', {}), { at: new Date(Date.now() - 298_000) }).expect(204);
  });

  it('larger than 256 kB, compressed or of another type is refused before it is read', async () => {
    const api = request(world.url);
    const large = event('email.created', { text: 'x'.repeat(257 * 1024) });
    await deliver(large).expect(413);
    await api.post(PATH).set({ 'content-type': 'text/plain' }).send('{}').expect(415);
    await api
      .post(PATH)
      .set({ 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .send('{}')
      .expect(415);
  });

  it('of a known kind whose payload fits no schema becomes a dead letter that names the field, never a crash loop', async () => {
    const id = nextId();
    await deliver(event('user.created', { id: `user_${'a'.repeat(27)}`, email_addresses: 'none' }), {
      id,
    }).expect(204);
    await until('it is dead', async () => (await rows(id))[0]?.state === 'dead');
    expect((await rows(id))[0]).toMatchObject({
      attempts: 1,
      last_error: 'user.email_addresses is missing or of another type',
    });
    await request(world.url).get('/health/ready').expect(200);
  });

  it('of a kind that Clerk adds later is kept and ignored', async () => {
    const id = nextId();
    await deliver(event('moon.landed', { id: 'moon_1' }), { id }).expect(204);
    await until('it is ignored', async () => (await rows(id))[0]?.state === 'ignored');
  });

  it('never lets a deleted person back in, in whatever order the news comes', async () => {
    const { id: clerkId } = world.clerk.control.ensureUser({ email: 'gone@nowhere.test' });
    await world.settled();
    const created = world.clerk.control.deliveries().find(({ payload }) => isAbout(payload, clerkId))!;
    const token = () => world.clerk.control.tokens({ userId: clerkId }).jwt;
    const before = token();
    const me = (jwt: string) => request(world.url).get('/api/v1/me').set('Authorization', `Bearer ${jwt}`);
    await me(before).expect(200);
    await deliver(event('user.deleted', { id: clerkId, object: 'user', deleted: true })).expect(204);
    await until('the person is gone', async () => (await me(before)).status === 401);
    const late = created.payload as { data: object };
    await deliver(event('user.updated', { ...late.data, updated_at: Date.now() + 60_000 })).expect(204);
    await world.settled();
    await me(before).expect(401);
    const [row] = await world.database.query(
      'select deleted_at is not null as deleted from users where clerk_id = $1',
      [clerkId],
    );
    expect(row).toEqual({ deleted: true });
  });

  it('about a session that ended closes it at once, though its token lives on', async () => {
    const { id: userId } = world.clerk.control.ensureUser({ email: 'leaving@nowhere.test' });
    await world.settled();
    const { jwt, sessionId } = world.clerk.control.tokens({ userId });
    const me = () => request(world.url).get('/api/v1/me').set('Authorization', `Bearer ${jwt}`);
    await me().expect(200);
    const ended = {
      object: 'session',
      id: sessionId,
      user_id: userId,
      client_id: 'client_x',
      status: 'revoked',
      last_active_at: Date.now(),
      expire_at: Date.now(),
      abandon_at: Date.now(),
      created_at: Date.now(),
      updated_at: Date.now() + 1000,
    };
    await deliver(event('session.revoked', ended)).expect(204);
    await world.settled();
    await me().expect(401);
    await deliver(
      event('session.created', { ...ended, status: 'active', updated_at: Date.now() + 9000 }),
    ).expect(204);
    await world.settled();
    await me().expect(401);
  });

  it('with a session token instead of a signature opens nothing, and a signature opens no other route', async () => {
    const { id } = world.clerk.control.ensureUser({ email: 'nina@nowhere.test' });
    const { jwt } = world.clerk.control.tokens({ userId: id });
    await request(world.url).post(PATH).set('Authorization', `Bearer ${jwt}`).send({}).expect(400);
    await request(world.url).get('/api/v1/me').set('svix-signature', 'v1,x').expect(401);
  });
});

function isAbout(payload: unknown, clerkId: string): boolean {
  const { type, data } = payload as { type: string; data: { id?: string } };
  return type === 'user.created' && data.id === clerkId;
}
