import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeServiceAccountKey } from '#auth';
import { Environment } from '#settings';
import { ServiceAccountDirectoryService } from '#tenants';
import { startReplica } from '../../access/quiet-app.js';
import { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { makeRobot, type Robot, withKey } from '../../support/robots.js';

const OLIVIA = 'olivia@harbour.test';
const WHOAMI = '/api/v1/service-account';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FORM = /^tnt_[0-9A-Za-z]{61}$/;

describe('a key of a service account', () => {
  let world: DemoWorld;
  let robot: Robot;

  beforeAll(async () => {
    world = await startDemoWorld({ variables: () => ({ TRUSTED_PROXIES: '127.0.0.1' }) });
    robot = await make();
  }, 120_000);

  afterAll(() => world.close());

  const olivia = () => world.as(OLIVIA, { fva: [0, -1] });
  const make = (key: object = {}) =>
    makeRobot(
      olivia(),
      world.harbour.id,
      [{ role: 'property:viewer', propertyId: world.harbour.seaside }],
      key,
    );
  const call = (key: string) => withKey(world.url, key).get(WHOAMI);
  const keysOf = async ({ path }: Robot) => (await olivia().get(path).expect(200)).body.keys;

  it('is shown once, and only its digest is kept', async () => {
    expect(robot.key).toMatch(FORM);
    const tables = await world.database.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'partitions')`,
    );
    const secret = robot.key.slice(16);
    for (const { name } of tables) {
      const [row] = await world.database.query<{ found: boolean }>(
        `select exists (select from ${name} t where position($1 in t::text) > 0) as found`,
        [secret],
      );
      expect([name, row!.found]).toEqual([name, false]);
    }
    const [stored] = await world.database.query<{ digest: Buffer; public_id: string }>(
      'select digest, public_id from service_account_keys where id = $1',
      [robot.keyId],
    );
    expect(stored!.digest).toEqual(createHash('sha256').update(robot.key).digest());
    const [shown] = await keysOf(robot);
    expect(shown).toMatchObject({ prefix: robot.key.slice(0, 16), state: 'active' });
    expect(JSON.stringify(await keysOf(robot))).not.toContain(secret);
  });

  it('is ours: tokens of Clerk are not taken unless they are switched on', async () => {
    for (const token of [`ak_${'0'.repeat(40)}`, `mt_${'0'.repeat(40)}`, `oat_${'0'.repeat(32)}`]) {
      const refused = await call(token).expect(401);
      expect(refused.body).toMatchObject({
        code: 'invalid_key',
        detail: expect.stringContaining('not taken'),
      });
    }
    const path = `${robot.path}/clerk-credentials`;
    const linked = await olivia().post(path, { kind: 'api_key', clerkId: 'ak_0123456789' }).expect(409);
    expect(linked.body.code).toBe('clerk_tokens_off');
  });

  it('says whose it is', async () => {
    const { body } = await call(robot.key).expect(200);
    expect(body).toMatchObject({ id: robot.id, keyId: robot.keyId, organizationId: world.harbour.id });
  });

  it('is refused with a slip, cut off, or by its public half alone, in one voice', async () => {
    const swapped = robot.key.at(-1) === 'a' ? 'b' : 'a';
    const other = await make();
    const texts = [
      robot.key.slice(0, -1) + swapped,
      robot.key.slice(0, -7),
      robot.key.slice(0, 16),
      `${robot.key}x`,
      robot.key.slice(0, 16) + other.key.slice(16),
      robot.key.toLowerCase(),
      'tnt_',
    ];
    for (const text of texts) {
      const refused = await call(text).expect(401);
      expect(refused.body).toMatchObject({ code: 'invalid_key', detail: 'The key is not valid here.' });
      expect(refused.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
      expect(refused.text).not.toContain(text.slice(0, 20));
    }
  });

  it('that is whole and not ours is refused like one with a slip, also under the name of one of ours', async () => {
    const strangers = [makeServiceAccountKey().text, forged(robot.key), forged(robot.key)];
    for (const text of strangers) {
      expect(text).toMatch(FORM);
      expect((await call(text).expect(401)).body.detail).toBe('The key is not valid here.');
    }
  });

  it('opens nothing from the next request on once it is revoked, and says so', async () => {
    const own = await make();
    await call(own.key).expect(200);
    for (const time of [1, 2]) {
      await olivia().delete(`${own.path}/keys/${own.keyId}`).expect(204);
      const refused = await call(own.key).expect(401);
      expect([time, refused.body.detail]).toEqual([time, expect.stringMatching(/was revoked/)]);
    }
    expect(await keysOf(own)).toMatchObject([{ state: 'revoked' }]);
    const events = await world.database.query<{ count: string }>(
      `select count(*) from audit_events where action = 'service_account.key_revoked' and target_id = $1`,
      [own.id],
    );
    expect(events[0]!.count).toBe('1');
  });

  it('ends at its time, by the clock of the database', async () => {
    const own = await make({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    await call(own.key).expect(200);
    await world.database.query(`update service_account_keys set expires_at = now() where id = $1`, [
      own.keyId,
    ]);
    expect((await call(own.key).expect(401)).body.detail).toMatch(/has expired/);
    expect(await keysOf(own)).toMatchObject([{ state: 'expired' }]);
    const past = await olivia().post(`${own.path}/keys`, { expiresAt: '2020-01-01T00:00:00Z' }).expect(400);
    expect(past.body.code).toBe('expiry_in_past');
    const plain = await olivia().post(`${own.path}/keys`, {}).expect(201);
    const days = (Date.parse(plain.body.expiresAt) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(90);
    const endless = await olivia().post(`${own.path}/keys`, { expiresAt: null }).expect(201);
    expect(endless.body.expiresAt).toBeNull();
  });

  it('is replaced while it goes on for a while', async () => {
    const own = await make({ allowedNetworks: ['127.0.0.1', '10.0.0.0/8'] });
    const rotate = (keyId: string, body: object) => olivia().post(`${own.path}/keys/${keyId}/rotate`, body);
    const next = await rotate(own.keyId, { overlapSeconds: 600 }).expect(201);
    expect(next.body.allowedNetworks).toEqual(['127.0.0.1/32', '10.0.0.0/8']);
    await call(own.key).expect(200);
    await call(next.body.key).expect(200);
    // A second rotation never lengthens the life of the first key.
    const [before] = await keysOf(own);
    await rotate(own.keyId, { overlapSeconds: 86_400 }).expect(201);
    const [after] = await keysOf(own);
    expect(after.revokedAt).toBe(before.revokedAt);
    await rotate(next.body.id, { overlapSeconds: 0 }).expect(201);
    await call(next.body.key).expect(401);
    expect((await rotate(next.body.id, {}).expect(409)).body.code).toBe('key_ended');
  });

  it('is refused outside its networks, with a trace, and works inside', async () => {
    const own = await make({ allowedNetworks: ['203.0.113.0/24', '2001:db8::/32'] });
    const from = (address: string) => call(own.key).set('X-Forwarded-For', address);
    for (const address of ['203.0.113.7', '::ffff:203.0.113.7', '2001:db8:1::1'])
      await from(address).expect(200);
    for (const address of ['203.0.114.7', '2001:db9::1']) {
      const refused = await from(address).expect(403);
      expect(refused.body.code).toBe('network_refused');
      expect(refused.text).not.toContain(address);
    }
    const [denied] = await world.database.query<{ change: object; actor_kind: string }>(
      `select change, actor_kind from audit_events where action = 'access.denied' and actor_id = $1`,
      [own.id],
    );
    expect(denied).toMatchObject({
      actor_kind: 'service_account',
      change: { code: 'network_refused', keyId: own.keyId },
    });
    for (const network of [
      '0.0.0.0/0',
      '::ffff:10.0.0.0/104',
      '10.0.0.0/33',
      '10.0.0',
      'localhost',
      '1',
      7,
    ]) {
      await olivia()
        .post(`${own.path}/keys`, { allowedNetworks: [network] })
        .expect(400);
    }
  });

  it('in a URL is refused with the word that it has leaked, wherever it stands', async () => {
    for (const path of [
      `${WHOAMI}?key=${robot.key}`,
      `/api/v1/organizations/${robot.key}`,
      `/nowhere/${robot.key}`,
      `${WHOAMI}?key=${robot.key.replace('_', '%5F')}`,
      `/nowhere/${robot.key.replace('tnt_', '%74%6Et%5f')}`,
      `/nowhere/${robot.key.replace('_', '%255f')}`,
    ]) {
      const refused = await withKey(world.url, robot.key).get(path).expect(400);
      expect(refused.body.code).toBe('key_in_url');
      expect(refused.text).not.toContain(robot.key.slice(16));
    }
  });

  it('is noted when it is used', async () => {
    const own = await make();
    expect((await keysOf(own))[0].lastUsedAt).toBeNull();
    await call(own.key).expect(200);
    await world.app.get(ServiceAccountDirectoryService, { strict: false }).flush();
    expect(Date.parse((await keysOf(own))[0].lastUsedAt)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('is one of ten at most that hold', async () => {
    const own = await make();
    for (let made = 1; made < 10; made += 1) await olivia().post(`${own.path}/keys`, {}).expect(201);
    expect((await olivia().post(`${own.path}/keys`, {}).expect(409)).body.code).toBe('limit_reached');
    await olivia().delete(`${own.path}/keys/${own.keyId}`).expect(204);
    await olivia().post(`${own.path}/keys`, {}).expect(201);
  });

  it('has a rate limit of its own, beside other keys of the same account', async () => {
    const { environment } = world;
    const { masterKey, rateLimit } = environment;
    const limited = { ...rateLimit, enabled: true, perUser: 3 };
    const { app, url } = await startReplica(
      new Environment({ ...environment, masterKey, rateLimit: limited }),
      'api',
    );
    try {
      const own = await make();
      const second = await olivia().post(`${own.path}/keys`, {}).expect(201);
      const ask = (key: string) => withKey(url, key).get(WHOAMI);
      for (let asked = 0; asked < 3; asked += 1) await ask(own.key).expect(200);
      const refused = await ask(own.key);
      expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      const { headers } = await ask(second.body.key).expect(200);
      expect(headers['ratelimit']).toMatch(/"user";r=2;/);
      // Whose keys they are has a quota of their own too.
      await new ApiClient(url, () => world.clerk.control.tokens({ email: OLIVIA }).jwt)
        .get('/api/v1/me')
        .expect(200);
    } finally {
      await app.close();
    }
  }, 60_000);

  it('goes with its account', async () => {
    const own = await make();
    await olivia().delete(own.path).expect(204);
    await call(own.key).expect(401);
    await olivia().get(own.path).expect(404);
  });

  it('takes part in nothing that is for people', async () => {
    const refused = await withKey(world.url, robot.key).get('/api/v1/me').expect(403);
    expect(refused.body.code).toBe('people_only');
    await withKey(world.url, robot.key).post(`${robot.path}/keys`, {}).expect(403);
    await withKey(world.url, robot.key).get('/api/v1/session').expect(403);
    const people = await olivia().get(WHOAMI).expect(403);
    expect(people.body.code).toBe('service_accounts_only');
  });
});

/** A whole key of another secret, with the name of one that exists and the right checksum. */
function forged(key: string): string {
  const body = key.slice(0, 16) + makeServiceAccountKey().text.slice(16, 59);
  let rest = crc32(body);
  let checksum = '';
  for (let at = 0; at < 6; at += 1) {
    checksum = DIGITS[rest % 62]! + checksum;
    rest = Math.floor(rest / 62);
  }
  return body + checksum;
}
