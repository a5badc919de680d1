import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Environment, type StagingAccess } from '#settings';
import { startReplica } from '../../access/quiet-app.js';
import { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { makePlatformRobot, makeRobot, withKey } from '../../support/robots.js';

const OWNER = 'owner@tenantry.test';
const PROVED = { fva: [0, 0] };
const REFUSED = { status: 403, code: 'not_on_staging_list' };

describe('a staging service', () => {
  let world: DemoWorld;
  let staging: Awaited<ReturnType<typeof startReplica>>;
  let open: Awaited<ReturnType<typeof startReplica>>;
  let harbour: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    const [row] = await world.database.query<{ clerk_id: string }>(
      `select o.clerk_id from organizations o join memberships m on m.organization_id = o.id where m.user_id = $1`,
      [await world.userId('mark@harbour.test')],
    );
    harbour = row!.clerk_id;
    const none = { everybody: false, organizations: [], roles: [], addresses: [] };
    staging = await start({
      ...none,
      organizations: [harbour],
      roles: ['owner'],
      addresses: ['anton@alpine.test'],
    });
    open = await start({ ...none, everybody: true });
  });

  afterAll(async () => {
    await staging.app.close();
    await open.app.close();
    await world.close();
  });

  function start(stagingAccess: StagingAccess) {
    const { environment } = world;
    const { masterKey } = environment;
    return startReplica(
      new Environment({ ...environment, masterKey, stage: 'staging', stagingAccess }),
      'api',
    );
  }

  const as = (email: string, url = staging.url) =>
    new ApiClient(url, () => world.clerk.control.tokens({ email, claims: PROVED }).jwt);
  const answer = async (client: ApiClient, path: string) => {
    const { status, body } = await client.get(path);
    return { status, code: body.code as string | undefined };
  };

  it.each([
    ['a member of a listed organization', 'mark@harbour.test', 200],
    ['somebody with a listed address', 'anton@alpine.test', 200],
    ['somebody with a listed role', OWNER, 200],
    ['a member of another organization', 'greta@alpine.test', 403],
    ['platform staff of another role', 'operator@tenantry.test', 403],
  ])('answers %s', async (_, email, status) => {
    for (const path of ['/api/v1/me', '/api/v1/session', '/api/v1/organizations'])
      expect([path, await answer(as(email), path)]).toEqual([
        path,
        status === 200 ? { status, code: undefined } : REFUSED,
      ]);
    // The same person on a service that is no staging one.
    await world.as(email).get('/api/v1/me').expect(200);
  });

  it('says so in a problem with a remedy, and writes the refusal down', async () => {
    const { body } = await as('greta@alpine.test').get('/api/v1/me').expect(403);
    expect(body.detail).toContain('STAGING_ACCESS');
    const [row] = await world.database.query<{ count: number }>(
      `select count(*)::integer as count from audit_events where action = 'access.denied' and actor_id = $1`,
      [await world.userId('greta@alpine.test')],
    );
    expect(row!.count).toBeGreaterThan(0);
  });

  it('knows nobody by an address that nobody has verified', async () => {
    const greta = await world.userId('greta@alpine.test');
    const add = (verified: boolean) =>
      world.database.query(
        `insert into user_email_addresses (user_id, email_address, verified, is_primary) values ($1, 'anton@alpine.test', $2, false)
         on conflict (user_id, email_address) do update set verified = $2`,
        [greta, verified],
      );
    await add(false);
    expect(await answer(as('greta@alpine.test'), '/api/v1/me')).toEqual(REFUSED);
    await add(true);
    expect(await answer(as('greta@alpine.test'), '/api/v1/me')).toMatchObject({ status: 200 });
    await world.database.query('delete from user_email_addresses where user_id = $1 and not is_primary', [
      greta,
    ]);
  });

  it('refuses whoever leaves the listed organization at the next request', async () => {
    const vera = await world.userId('vera@harbour.test');
    expect(await answer(as('vera@harbour.test'), '/api/v1/me')).toMatchObject({ status: 200 });
    await world
      .as('olivia@harbour.test', PROVED)
      .delete(`/api/v1/organizations/${world.harbour.id}/members/${vera}`)
      .expect(204);
    expect(await answer(as('vera@harbour.test'), '/api/v1/me')).toEqual(REFUSED);
  });

  it('takes keys of service accounts of a listed organization alone', async () => {
    const ours = await makeRobot(world.as('olivia@harbour.test', PROVED), world.harbour.id);
    const theirs = await makeRobot(world.as('anton@alpine.test', PROVED), world.alpine.id);
    const platform = await makePlatformRobot(world.as(OWNER, PROVED), ['operator']);
    const codes = [];
    for (const { key } of [ours, theirs, platform])
      codes.push(await answer(withKey(staging.url, key), '/api/v1/service-account'));
    expect(codes).toEqual([{ status: 200, code: undefined }, REFUSED, REFUSED]);
    for (const { key } of [ours, theirs, platform])
      await withKey(open.url, key).get('/api/v1/service-account').expect(200);
  });

  it('has the rules of production: the document is closed, HTTPS is demanded, staff need a second factor', async () => {
    const nobody = new ApiClient(staging.url, null);
    const live = await nobody.get('/health/live').expect(200);
    expect(live.headers['strict-transport-security']).toContain('max-age=');
    await nobody.get('/openapi.json').expect(401);
    const unproved = new ApiClient(
      staging.url,
      () => world.clerk.control.tokens({ email: OWNER, claims: { fva: [0, -1] } }).jwt,
    );
    expect(await answer(unproved, '/api/v1/users')).toEqual({ status: 403, code: 'second_factor_required' });
  });

  it('is open to everybody where the list says so', async () => {
    expect(await answer(as('greta@alpine.test', open.url), '/api/v1/me')).toMatchObject({ status: 200 });
  });
});
