import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import type { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { makePlatformRobot, makeRobot, type Robot, withKey } from '../../support/robots.js';
import { until } from '../../support/test-app.js';

const OWNER = 'owner@tenantry.test';
const ADMIN = 'admin@tenantry.test';
const SECOND = 'second-owner@tenantry.test';
const ACCOUNTS = '/api/v1/platform/service-accounts';
const FRESH = { fva: [0, 0] };

describe('a service account of the platform', () => {
  let world: DemoWorld;
  let second: string;

  beforeAll(async () => {
    world = await startDemoWorld({ variables: () => ({ TRUSTED_PROXIES: '127.0.0.1' }) });
    world.clerk.control.ensureUser({ email: SECOND, firstName: 'Second' });
    await world.settled();
    second = await world.userId(SECOND);
    await role(second, 'owner');
  }, 120_000);

  afterAll(() => world.close());

  const owner = (): ApiClient => world.as(OWNER, FRESH);
  const role = (userId: string, key: string) =>
    owner().put(`/api/v1/users/${userId}/platform-roles/${key}`, {}).expect(204);
  const takeRole = (userId: string, key: string) =>
    owner().delete(`/api/v1/users/${userId}/platform-roles/${key}`).expect(204);
  const by = ({ key }: Robot) => withKey(world.url, key);
  const check = async (robot: Robot, permission: string) =>
    (await by(robot).post('/api/v1/access/check', { permission }).expect(200)).body.allowed;

  it('sees of the platform what its role carries, and nothing that changes, gives or is about privacy', async () => {
    const robot = await makePlatformRobot(owner(), ['owner']);
    for (const path of ['/api/v1/events', '/api/v1/usage', '/api/v1/audit-log', '/health', '/metrics'])
      await by(robot).get(path).expect(200);
    const { body } = await by(robot).get('/api/v1/service-account').expect(200);
    expect(body).toMatchObject({ id: robot.id, keyId: robot.keyId, organizationId: null });
    for (const [method, path] of [
      ['get', '/api/v1/privacy/requests'],
      ['get', '/api/v1/audit-log/export'],
      ['get', ACCOUNTS],
      ['post', ACCOUNTS],
      ['post', `${robot.path}/keys`],
      ['put', `${robot.path}/grants`],
      ['put', `/api/v1/users/${second}/platform-roles/operator`],
    ] as const) {
      const refused = await by(robot)[method](path, {}).expect(403);
      expect([path, refused.body.code]).toEqual([path, 'people_only']);
    }
    expect(await check(robot, 'platform:events:read')).toBe(true);
    expect(await check(robot, 'platform:roles:manage')).toBe(false);
    const explained = await by(robot).post('/api/v1/access/explain', { permission: 'platform:roles:manage' });
    expect(explained.body).toMatchObject({ allowed: false, blocked: 'withheld' });
  });

  it('opens nothing inside an organization, where staff state a reason each time', async () => {
    const robot = await makePlatformRobot(owner(), ['owner']);
    const { id, seaside } = world.harbour;
    const organization = `/api/v1/organizations/${id}`;
    for (const path of [organization, `${organization}/members`, `${organization}/properties/${seaside}`]) {
      await by(robot).get(path).expect(404);
      await by(robot).get(path).set('x-access-reason', 'A ticket').expect(404);
    }
    await by(robot)
      .post('/api/v1/access/check', { permission: 'org:members:read', organizationId: id })
      .expect(404);
    const { body } = await by(robot)
      .get('/api/v1/access/properties?permission=property:property:read')
      .expect(200);
    expect(body.data).toEqual([]);
  });

  it('is not what an organization has: a key of one opens nothing of the platform', async () => {
    const olivia = world.as('olivia@harbour.test', FRESH);
    const robot = await makeRobot(olivia, world.harbour.id, [{ role: 'org:admin' }]);
    const refused = await by(robot).get('/api/v1/events').expect(403);
    expect(refused.body).toMatchObject({ code: 'permission_missing', missing: 'withheld' });
    expect(await check(robot, 'platform:events:read')).toBe(false);
  });

  it('is refused at the next request once whoever gave its role, or made its key, is demoted', async () => {
    const other = world.as(SECOND, FRESH);
    const account = await other.post(ACCOUNTS, { name: 'Night report' }).expect(201);
    const path = `${ACCOUNTS}/${account.body.id}`;
    const given = await other.put(`${path}/grants`, { role: 'admin' }).expect(200);
    expect(given.body.holds).toEqual([
      'platform:audit:read',
      'platform:events:read',
      'platform:operations:read',
      'platform:organizations:read',
      'platform:permissions:read',
      'platform:sign_in_policy:read',
      'platform:sync:read',
      'platform:usage:read',
      'platform:users:read',
    ]);
    const ofSecond = await other.post(`${path}/keys`, {}).expect(201);
    const ofOwner = await owner().post(`${path}/keys`, {}).expect(201);
    const ask = (key: string) => withKey(world.url, key).get('/api/v1/audit-log');
    await ask(ofSecond.body.key).expect(200);
    await ask(ofOwner.body.key).expect(200);

    await takeRole(second, 'owner');
    await role(second, 'operator');
    const refused = await ask(ofOwner.body.key).expect(403);
    expect(refused.body).toMatchObject({ code: 'permission_missing', missing: 'giver_lacks' });
    await withKey(world.url, ofOwner.body.key).get('/api/v1/usage').expect(200);
    const shown = await owner().get(path).expect(200);
    expect(shown.body.grants[0].missing).toContainEqual({
      permission: 'platform:audit:read',
      side: 'giver_lacks',
    });

    // Another one vouches for the role; the key of whoever was demoted stays as weak as its maker.
    await owner().put(`${path}/grants`, { role: 'admin' }).expect(200);
    await ask(ofOwner.body.key).expect(200);
    const weak = await ask(ofSecond.body.key).expect(403);
    expect(weak.body).toMatchObject({ code: 'permission_missing', missing: 'issuer_lacks' });

    await takeRole(second, 'operator');
    await withKey(world.url, ofSecond.body.key).get('/api/v1/usage').expect(403);
    await role(second, 'owner');
    await ask(ofSecond.body.key).expect(200);
  });

  it('is made by owners alone, with a fresh proof for keys and roles', async () => {
    const robot = await makePlatformRobot(owner(), []);
    await world.as(ADMIN, FRESH).post(ACCOUNTS, { name: 'Mine' }).expect(403);
    await world.as(ADMIN, FRESH).get(robot.path).expect(200);
    const stale = world.as(OWNER, { fva: [20, 20] });
    for (const refused of [
      await stale.put(`${robot.path}/grants`, { role: 'operator' }),
      await stale.post(`${robot.path}/keys`, {}),
    ])
      expect([refused.status, refused.body.code]).toEqual([403, 'reverification_required']);
    const none = await owner().put(`${robot.path}/grants`, { role: 'compliance' }).expect(200);
    expect(none.body.holds).toEqual(['platform:audit:read']);
    await owner().put(`${robot.path}/grants`, { role: 'nobody' }).expect(400);
    await owner()
      .put(`${robot.path}/grants`, { role: 'operator', expiresAt: '2020-01-01T00:00:00Z' })
      .expect(400);
    const taken = await owner().post(ACCOUNTS, { name: (await owner().get(robot.path)).body.name });
    expect([taken.status, taken.body.code]).toEqual([409, 'name_taken']);
  });

  it('ends with its grant, its key and itself', async () => {
    const robot = await makePlatformRobot(owner(), ['operator']);
    await by(robot).get('/api/v1/usage').expect(200);
    const rotated = await owner()
      .post(`${robot.path}/keys/${robot.keyId}/rotate`, { overlapSeconds: 0 })
      .expect(201);
    await by(robot).get('/api/v1/usage').expect(401);
    const next = { ...robot, key: rotated.body.key as string };
    await by(next).get('/api/v1/usage').expect(200);
    await owner().delete(`${robot.path}/grants/operator`).expect(204);
    const refused = await by(next).get('/api/v1/usage').expect(403);
    expect(refused.body).toMatchObject({ code: 'permission_missing', missing: 'not_given' });
    await owner().delete(`${robot.path}/keys/${rotated.body.id}`).expect(204);
    await by(next).get('/api/v1/usage').expect(401);
    await owner().delete(robot.path).expect(204);
    await owner().get(robot.path).expect(404);
  });

  it('comes from the networks of its key and of the platform’s sign-in policy alone', async () => {
    const robot = await makePlatformRobot(owner(), ['operator'], { allowedNetworks: ['203.0.113.0/24'] });
    const anywhere = await makePlatformRobot(owner(), ['operator']);
    const from = (each: Robot, address: string) =>
      by(each).get('/api/v1/usage').set('x-forwarded-for', address);
    await from(robot, '203.0.113.9').expect(200);
    const refused = await from(robot, '198.51.100.9').expect(403);
    expect(refused.body.code).toBe('network_refused');
    await world.database.query(
      `insert into sign_in_policies (id, organization_id, is_set, second_factor_required, allowed_networks, allowed_strategies, version, updated_at)
       values (gen_random_uuid(), null, true, false, '{203.0.113.0/24}', '{}', 1, now())
       on conflict (organization_id) do update set allowed_networks = excluded.allowed_networks, is_set = true`,
    );
    await from(anywhere, '198.51.100.9').expect(403);
    await from(anywhere, '203.0.113.9').expect(200);
    await world.database.query(`delete from sign_in_policies where organization_id is null`);
  });

  it('is kept by its digest, tells when it was used, and stands in the audit log with what it was refused', async () => {
    const robot = await makePlatformRobot(owner(), ['operator']);
    await by(robot).get('/api/v1/usage').expect(200);
    await by(robot).get('/api/v1/audit-log').expect(403);
    const [stored] = await world.database.query<{ digest: Buffer }>(
      'select digest from platform_account_keys where id = $1',
      [robot.keyId],
    );
    expect(stored!.digest).toEqual(createHash('sha256').update(robot.key).digest());
    await until('its use is written down', async () => {
      const { body } = await owner().get(robot.path).expect(200);
      return body.keys[0].lastUsedAt !== null;
    });
    await until('its refusal is written down', async () => {
      const rows = await world.database.query(
        `select from audit_events where action = 'access.denied' and actor_kind = 'service_account' and actor_id = $1
            and organization_id is null`,
        [robot.id],
      );
      return rows.length > 0;
    });
    const actions = await world.database.query<{ action: string }>(
      `select action from audit_events where target_id = $1 order by occurred_at`,
      [robot.id],
    );
    expect(actions.map(({ action }) => action)).toEqual([
      'service_account.created',
      'service_account.role_given',
      'service_account.key_created',
    ]);
  });

  it('opens nothing once whoever made its key is banned or erased', async () => {
    const other = world.as(SECOND, FRESH);
    const robot = await makePlatformRobot(other, ['operator']);
    await by(robot).get('/api/v1/usage').expect(200);
    await owner().post(`/api/v1/users/${second}/ban`, {}).expect(200);
    const refused = await by(robot).get('/api/v1/usage').expect(401);
    expect(refused.body.code).toBe('invalid_key');
  });
});
