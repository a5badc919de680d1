import { createClerkClient } from '@clerk/backend';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { withKey } from '../../support/robots.js';

const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const WHOAMI = '/api/v1/service-account';
const CLIENT = 'client_of_a_travel_app';

describe('a credential that Clerk keeps', () => {
  let world: DemoWorld;
  let ours: { id: string; secretKey: string };
  let named = 0;

  beforeAll(async () => {
    world = await startDemoWorld({
      variables: (clerk) => {
        ours = clerk.control.machine({ name: 'Tenantry' });
        return { CLERK_ACCEPTED_TOKENS: 'api_key,m2m_token,oauth_token', CLERK_MACHINE_ID: ours.id };
      },
    });
  }, 120_000);

  afterAll(() => world.close());

  beforeEach(() => {
    world.clerk.control.clearFaults();
  });

  const olivia = () => world.as(OLIVIA, { fva: [0, -1] });
  const mark = () => world.as(MARK, { fva: [0, -1] });
  const call = (token: string) => withKey(world.url, token);
  const sdk = (machineSecretKey?: string) =>
    createClerkClient({
      secretKey: world.clerk.secretKey,
      publishableKey: world.clerk.publishableKey,
      apiUrl: world.clerk.url,
      telemetry: { disabled: true },
      ...(machineSecretKey !== undefined && { machineSecretKey }),
    });
  const organizationPath = () => `/api/v1/organizations/${world.harbour.id}`;
  const property = () => `${organizationPath()}/properties/${world.harbour.seaside}`;
  const clerkOrganization = async () => {
    const [row] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from organizations where id = $1',
      [world.harbour.id],
    );
    return row!.clerk_id;
  };
  const clerkUser = async (email: string) => {
    const [row] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from users where id = $1',
      [await world.userId(email)],
    );
    return row!.clerk_id;
  };

  /** An account that is a viewer of Seaside, by Olivia. */
  const account = async () => {
    named += 1;
    const accounts = `${organizationPath()}/service-accounts`;
    const { body } = await olivia()
      .post(accounts, { name: `Account ${named}` })
      .expect(201);
    const path = `${accounts}/${body.id}`;
    await olivia()
      .put(`${path}/grants`, { role: 'property:viewer', propertyId: world.harbour.seaside })
      .expect(200);
    return { id: body.id as string, path };
  };
  const link = (path: string, body: object) => olivia().post(`${path}/clerk-credentials`, body);
  const machine = async (scopes = [ours.id]) => {
    const { id, secretKey } = world.clerk.control.machine({ name: 'Night job', scopes });
    const token = await sdk(secretKey).m2m.createToken();
    return { id, tokenId: token.id, token: token.token! };
  };

  it('opens nothing by itself', async () => {
    const { token } = await machine();
    const key = await sdk().apiKeys.create({ name: 'Key', subject: await clerkOrganization() });
    const { token: oauth } = world.clerk.control.oauthToken({ email: MARK, clientId: 'client_unlinked' });
    for (const text of [token, key.secret!, oauth]) {
      const refused = await call(text).get(WHOAMI).expect(401);
      expect(refused.body).toMatchObject({
        code: 'invalid_key',
        detail: expect.stringContaining('linked to no service account'),
      });
    }
  });

  it('of a machine opens what its account was given', async () => {
    const { id, path } = await account();
    const { id: machineId, token } = await machine();
    const linked = await link(path, { kind: 'm2m_token', clerkId: machineId }).expect(201);
    expect(linked.body).toMatchObject({ kind: 'm2m_token', prefix: machineId, state: 'active' });
    expect(linked.body).not.toHaveProperty('key');
    const { body } = await call(token).get(WHOAMI).expect(200);
    expect(body).toMatchObject({ id, keyId: linked.body.id, onBehalfOf: null });
    await call(token).get(property()).expect(200);
    await call(token).get(`${organizationPath()}/service-accounts`).expect(403);
    const { body: whole } = await olivia().get(path).expect(200);
    expect(whole.keys).toHaveLength(1);
  });

  it('of a machine that is for another service opens nothing', async () => {
    const other = world.clerk.control.machine({ name: 'Other service' });
    const { path } = await account();
    const { id, token } = await machine([other.id]);
    await link(path, { kind: 'm2m_token', clerkId: id }).expect(201);
    await call(token).get(property()).expect(401);
  });

  it('of an organization opens an account of that organization alone', async () => {
    const { path } = await account();
    const own = await sdk().apiKeys.create({ name: 'Own', subject: await clerkOrganization() });
    await link(path, { kind: 'api_key', clerkId: own.id }).expect(201);
    await call(own.secret!).get(property()).expect(200);

    const [alpine] = await world.database.query<{ clerk_id: string }>(
      "select clerk_id from organizations where slug = 'alpine-lodges' or name = 'Alpine Lodges'",
    );
    for (const subject of [alpine!.clerk_id, await clerkUser(OLIVIA)]) {
      const foreign = await sdk().apiKeys.create({ name: 'Foreign', subject });
      await link((await account()).path, { kind: 'api_key', clerkId: foreign.id }).expect(201);
      await call(foreign.secret!).get(property()).expect(401);
    }
  });

  it('is bounded by the scopes of an API key', async () => {
    const { path } = await account();
    const key = await sdk().apiKeys.create({
      name: 'Scoped',
      subject: await clerkOrganization(),
      scopes: ['property:property:read'],
    });
    await link(path, { kind: 'api_key', clerkId: key.id }).expect(201);
    await olivia()
      .put(`${path}/grants`, { role: 'property:staff', propertyId: world.harbour.seaside })
      .expect(200);
    await call(key.secret!).get(property()).expect(200);
    const refused = await call(key.secret!).get(`${property()}/grants`).expect(403);
    expect(refused.body).toMatchObject({ code: 'permission_missing', missing: 'out_of_scope' });
    const { body } = await call(key.secret!)
      .post('/api/v1/access/explain', {
        permission: 'property:members:read',
        organizationId: world.harbour.id,
        propertyId: world.harbour.seaside,
      })
      .expect(200);
    expect(body).toMatchObject({ allowed: false, blocked: 'out_of_scope' });
  });

  it('of an OAuth client acts for the person who handed it something, and for nobody else', async () => {
    const made = await mark()
      .post(`${organizationPath()}/agents`, {
        name: 'Travel app',
        permissions: ['property:property:read'],
        propertyIds: [world.harbour.seaside],
        clerk: { kind: 'oauth_token', clerkId: CLIENT },
      })
      .expect(201);
    expect(made.body).toMatchObject({ key: null, keys: [{ kind: 'oauth_token', prefix: CLIENT }] });
    const { token } = world.clerk.control.oauthToken({ email: MARK, clientId: CLIENT });
    const { body } = await call(token).get(WHOAMI).expect(200);
    expect(body).toMatchObject({ id: made.body.id, onBehalfOf: await world.userId(MARK) });
    await call(token).get(property()).expect(200);
    const { token: olivias } = world.clerk.control.oauthToken({ email: OLIVIA, clientId: CLIENT });
    await call(olivias).get(WHOAMI).expect(401);
    const { token: another } = world.clerk.control.oauthToken({ email: MARK, clientId: 'client_other' });
    await call(another).get(WHOAMI).expect(401);
    // One client acts for many people, for each by an agent of theirs.
    const second = await olivia()
      .post(`${organizationPath()}/agents`, {
        name: 'Travel app',
        permissions: ['org:members:read'],
        clerk: { kind: 'oauth_token', clerkId: CLIENT },
      })
      .expect(201);
    const answer = await call(world.clerk.control.oauthToken({ email: OLIVIA, clientId: CLIENT }).token).get(
      WHOAMI,
    );
    expect(answer.body).toMatchObject({ id: second.body.id, onBehalfOf: await world.userId(OLIVIA) });
    await mark().delete(`${organizationPath()}/agents/${made.body.id}`).expect(204);
    await call(token).get(WHOAMI).expect(401);
  });

  it('of a person acts for that person', async () => {
    const key = await sdk().apiKeys.create({ name: 'Mine', subject: await clerkUser(MARK) });
    const made = await mark()
      .post(`${organizationPath()}/agents`, {
        name: 'My script',
        permissions: ['property:property:read'],
        clerk: { kind: 'api_key', clerkId: key.id },
      })
      .expect(201);
    const { body } = await call(key.secret!).get(WHOAMI).expect(200);
    expect(body).toMatchObject({ id: made.body.id, onBehalfOf: await world.userId(MARK) });
  });

  it('opens nothing from the next request on once it is unlinked, and can be linked again', async () => {
    const { path } = await account();
    const { id, token } = await machine();
    const { body: key } = await link(path, { kind: 'm2m_token', clerkId: id }).expect(201);
    await call(token).get(property()).expect(200);
    await olivia().post(`${path}/keys/${key.id}/rotate`, {}).expect(409);
    await olivia().delete(`${path}/keys/${key.id}`).expect(204);
    await call(token).get(property()).expect(401);
    const { path: other } = await account();
    await link(other, { kind: 'm2m_token', clerkId: id }).expect(201);
    await call(token).get(property()).expect(200);
    const actions = await world.database.query<{ action: string }>(
      "select action from audit_events where action like 'service_account.clerk%' and target_id = $1 order by id",
      [path.split('/').at(-1)],
    );
    expect(actions.map(({ action }) => action)).toEqual([
      'service_account.clerk_linked',
      'service_account.clerk_unlinked',
    ]);
  });

  it('is linked to one account', async () => {
    const { id } = await machine();
    await link((await account()).path, { kind: 'm2m_token', clerkId: id }).expect(201);
    const refused = await link((await account()).path, { kind: 'm2m_token', clerkId: id }).expect(409);
    expect(refused.body.code).toBe('clerk_credential_linked');
  });

  it('holds no longer than 30 seconds after it was revoked at Clerk', async () => {
    const { path } = await account();
    const { id, token, tokenId } = await machine();
    await link(path, { kind: 'm2m_token', clerkId: id }).expect(201);
    await sdk().m2m.revokeToken({ m2mTokenId: tokenId });
    // Nothing was asked about it before: Clerk's word counts at once.
    await call(token).get(property()).expect(401);
    const key = await sdk().apiKeys.create({ name: 'Short', subject: await clerkOrganization() });
    await sdk().apiKeys.revoke({ apiKeyId: key.id });
    await call(key.secret!).get(property()).expect(401);
  });

  it('opens nothing while Clerk cannot be asked, and is asked about once for many requests', async () => {
    const { path } = await account();
    const { id, token } = await machine();
    await link(path, { kind: 'm2m_token', clerkId: id }).expect(201);
    const isDown = () => {
      world.clerk.control.setFaults([{ match: '~m2m_tokens/verify', status: 503, times: 20 }]);
    };
    isDown();
    const refused = await call(token).get(property()).expect(503);
    expect(refused.body.code).toBe('identity_provider_unavailable');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    world.clerk.control.clearFaults();
    // The breaker lets a try through again after a second at the latest.
    await until('Clerk is asked again', async () => (await call(token).get(property())).status === 200);
    isDown();
    const answers = await Promise.all(Array.from({ length: 12 }, () => call(token).get(property())));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it.each([['an OAuth client to an account of the organization', 'oauth_token', 'oauth_is_for_agents']])(
    'is refused for %s',
    async (_, kind, code) => {
      const refused = await link((await account()).path, { kind, clerkId: CLIENT }).expect(400);
      expect(refused.body.code).toBe(code);
    },
  );

  it('of a machine is no agent', async () => {
    const refused = await mark()
      .post(`${organizationPath()}/agents`, {
        name: 'No agent',
        permissions: ['property:property:read'],
        clerk: { kind: 'm2m_token', clerkId: 'mch_2xhFjEI5X2qWRvtV13BzSj8H6Dk' },
      })
      .expect(400);
    expect(refused.body.code).toBe('machines_are_no_agents');
  });

  it('of garbage costs Clerk no question', async () => {
    for (const text of ['ak_', 'mt_short', 'oat_' + 'x'.repeat(9_000)]) {
      const refused = await call(text).get(WHOAMI);
      expect([401, 431]).toContain(refused.status);
    }
  });
});
