import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const OWNER = 'owner@tenantry.test';
const OPERATOR = 'operator@tenantry.test';
const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const ANTON = 'anton@alpine.test';

const PROVED = { fva: [0, 0] };
const UNPROVED = { fva: [0, -1] };
const REASON = { 'X-Access-Reason': 'Ticket 4711' };
const OFFICE = '203.0.113.7';
const HOME = '198.51.100.7';
const ROUTE = 'GET /api/v1/organizations/:organizationId';
const PLATFORM = '/api/v1/platform/sign-in-policy';

describe('a sign-in policy', () => {
  let world: DemoWorld;
  let organization: string;
  let policy: string;

  beforeAll(async () => {
    world = await startDemoWorld({ variables: () => ({ TRUSTED_PROXIES: '127.0.0.1' }) });
    organization = `/api/v1/organizations/${world.harbour.id}`;
    policy = `${organization}/sign-in-policy`;
  });

  afterAll(() => world.close());

  afterEach(() => world.database.query('delete from sign_in_policies'));

  const olivia = (claims: Record<string, unknown> = PROVED) => world.as(OLIVIA, claims);
  const owner = (claims: Record<string, unknown> = PROVED) => world.as(OWNER, claims);
  const open = { secondFactorRequired: false };
  const secondFactor = { secondFactorRequired: true };

  it('asks for nothing where nobody sets one, and is read by who may', async () => {
    const read = await olivia().get(policy).expect(200);
    expect(read.headers['etag']).toMatch(/^"0-[0-9a-f]{16}"$/);
    expect(read.body).toEqual({
      isDefault: true,
      secondFactorRequired: false,
      allowedNetworks: [],
      maxSessionMinutes: null,
      allowedStrategies: [],
      updatedAt: null,
    });
    await world.as(MARK).get(policy).expect(403);
    await world.as(ANTON).get(policy).expect(404);
    await owner().get(PLATFORM).expect(200);
  });

  it('with a second factor closes organization and properties from the next request on', async () => {
    const mark = world.as(MARK, UNPROVED);
    await mark.get(`${organization}/properties/${world.harbour.seaside}`).expect(200);
    await olivia().put(policy, secondFactor).expect(200);
    for (const path of ['', '/members', `/properties/${world.harbour.seaside}`]) {
      const { body } = await mark.get(`${organization}${path}`).expect(403);
      expect(body).toMatchObject({ code: 'second_factor_required', policyOf: 'organization' });
      expect(body.detail).toContain('sign in again with it');
    }
    await world.as(MARK, PROVED).get(`${organization}/properties/${world.harbour.seaside}`).expect(200);
    await world.as(ANTON, UNPROVED).get(organization).expect(404);
    await world.as(ANTON, UNPROVED).get(`/api/v1/organizations/${world.alpine.id}`).expect(200);
    await olivia().delete(policy).expect(204);
    await mark.get(organization).expect(200);
  });

  it('leaves oneself open, and says there what it takes away', async () => {
    await olivia().put(policy, secondFactor).expect(200);
    const mark = world.as(MARK, UNPROVED);
    await mark.get('/api/v1/session').expect(200);
    const me = await mark.get('/api/v1/me').expect(200);
    expect(me.body.organizations).toMatchObject([
      { id: world.harbour.id, permissions: [], properties: [], refusedBy: ['second_factor_required'] },
    ]);
    const proved = await world.as(MARK, PROVED).get('/api/v1/me').expect(200);
    expect(proved.body.organizations[0]).toMatchObject({ refusedBy: [], propertiesCount: 1 });
    const listed = await mark.get('/api/v1/access/properties?permission=property:property:read').expect(200);
    expect(listed.body.data).toEqual([]);
    await mark.post('/api/v1/privacy/exports', { userId: await world.userId(MARK) }).expect(201);
  });

  it('is named by checks and explanations, with what to do about it', async () => {
    await olivia().put(policy, secondFactor).expect(200);
    const question = {
      permission: 'property:property:read',
      organizationId: world.harbour.id,
      propertyId: world.harbour.seaside,
    };
    const mark = world.as(MARK, UNPROVED);
    const { body: refused } = await mark.post('/api/v1/access/check', question).expect(403);
    expect(refused.code).toBe('second_factor_required');
    const { body: explained } = await mark.post('/api/v1/access/explain', question).expect(200);
    expect(explained).toMatchObject({ allowed: false, blocked: 'second_factor_required' });
    expect(explained.blockedRemedy).toContain('second factor');
    const { body: proved } = await world.as(MARK, PROVED).post('/api/v1/access/explain', question);
    expect(proved).toMatchObject({ allowed: true, blocked: null, blockedRemedy: null });
  });

  it('with networks takes requests from there alone, by the address that the edge believes', async () => {
    const networks = { ...open, allowedNetworks: ['203.0.113.0/24'] };
    await olivia().put(policy, networks).set('X-Forwarded-For', OFFICE).expect(200);
    await world.as(MARK).get(organization).set('X-Forwarded-For', OFFICE).expect(200);
    await world.as(MARK).get(organization).set('X-Forwarded-For', `::ffff:${OFFICE}`).expect(200);
    const { body } = await world.as(MARK).get(organization).set('X-Forwarded-For', HOME).expect(403);
    expect(body.code).toBe('network_refused');
    // What the client writes in front of the trusted proxy's word counts for nothing.
    await world.as(MARK).get(organization).set('X-Forwarded-For', `${OFFICE}, ${HOME}`).expect(403);
  });

  it('with networks holds for keys of service accounts as well, and with nothing else', async () => {
    const accounts = `${organization}/service-accounts`;
    const { body: account } = await olivia().post(accounts, { name: 'Channel manager' }).expect(201);
    await olivia().put(`${accounts}/${account.id}/grants`, { role: 'org:member' }).expect(200);
    const { body: made } = await olivia().post(`${accounts}/${account.id}/keys`, {}).expect(201);
    const ask = (address: string) =>
      world
        .anonymous()
        .get(organization)
        .set('Authorization', `Bearer ${made.key}`)
        .set('X-Forwarded-For', address);
    await olivia()
      .put(policy, { ...secondFactor, maxSessionMinutes: 600 })
      .expect(200);
    await ask(HOME).expect(200);
    const networks = { ...open, allowedNetworks: ['203.0.113.0/24'] };
    await olivia().put(policy, networks).set('X-Forwarded-For', OFFICE).expect(200);
    await ask(OFFICE).expect(200);
    expect((await ask(HOME).expect(403)).body.code).toBe('network_refused');
  });

  it('with a longest session asks Clerk when it began, and refuses one that is older', async () => {
    await olivia()
      .put(policy, { ...open, maxSessionMinutes: 60 })
      .expect(200);
    await world.as(MARK).get(organization).expect(200);
    await world.settled();
    await world.database.query(
      `update user_sessions set created_at = now() - interval '61 minutes'
        where user_id = (select id from users where email_address = $1)`,
      [MARK],
    );
    const { body } = await world.as(MARK).get(organization).expect(403);
    expect(body.code).toBe('session_too_old');
  });

  it('with ways to sign in judges tokens that tell them', async () => {
    await olivia({ ...PROVED, amr: ['passkey'] })
      .put(policy, { ...open, allowedStrategies: ['passkey'] })
      .expect(200);
    await world.as(MARK).get(organization).expect(200);
    await world
      .as(MARK, { amr: ['passkey'] })
      .get(organization)
      .expect(200);
    for (const amr of [['password'], ['passkey', 'password'], 'password', 7, []]) {
      const { body } = await world.as(MARK, { amr }).get(organization).expect(403);
      expect(body.code).toBe('sign_in_method_refused');
    }
  });

  describe('of the platform', () => {
    it('takes the roles of its staff, and with them support access', async () => {
      await owner().put(PLATFORM, secondFactor).expect(200);
      const operator = world.as(OPERATOR, UNPROVED);
      const { body } = await operator.get('/api/v1/users').expect(403);
      expect(body).toMatchObject({ code: 'second_factor_required', policyOf: 'platform' });
      const visit = await operator.get(organization).set(REASON).expect(403);
      expect(visit.body.code).toBe('second_factor_required');
      const me = await operator.get('/api/v1/me').expect(200);
      expect(me.body).toMatchObject({
        platformRoles: ['operator'],
        platformRefusedBy: ['second_factor_required'],
      });
      expect((await operator.get('/api/v1/organizations').expect(200)).body.data).toEqual([]);
      const question = { permission: 'platform:users:read' };
      expect((await operator.post('/api/v1/access/check', question)).body.allowed).toBe(false);
      const { body: explained } = await operator.post('/api/v1/access/explain', question).expect(200);
      expect(explained).toMatchObject({ allowed: false, blocked: 'second_factor_required' });
      const inside = { permission: 'org:members:read', organizationId: world.harbour.id };
      await operator.post('/api/v1/access/check', inside).set(REASON).expect(403);
      await world.as(OPERATOR, PROVED).get(organization).set(REASON).expect(200);
      await world.as(MARK, UNPROVED).get(organization).expect(200);
    });

    it('holds for support access in place of the organization’s', async () => {
      await olivia().put(policy, secondFactor).expect(200);
      await world.as(OPERATOR, UNPROVED).get(organization).set(REASON).expect(200);
      await owner(UNPROVED).put(policy, open).set(REASON).expect(200);
      await world.as(MARK, UNPROVED).get(organization).expect(200);
    });
  });

  describe('locks nobody out', () => {
    it.each([
      ['a second factor', secondFactor, ['second_factor_required']],
      ['other networks', { ...open, allowedNetworks: ['192.0.2.0/24'] }, ['network_refused']],
    ])('with %s that whoever sets it has not', async (_, wanted, refusedBy) => {
      for (const { body } of [
        await olivia(UNPROVED).put(policy, wanted).expect(409),
        await owner(UNPROVED).put(PLATFORM, wanted).expect(409),
      ])
        expect(body).toMatchObject({ code: 'policy_would_lock_out', refusedBy });
      await world.as(MARK, UNPROVED).get(organization).expect(200);
    });

    it('with a way to sign in that whoever sets it did not use', async () => {
      const { body } = await olivia({ ...PROVED, amr: ['password'] })
        .put(policy, { ...open, allowedStrategies: ['saml'] })
        .expect(409);
      expect(body.refusedBy).toEqual(['sign_in_method_refused']);
    });

    it('by a change that somebody else has made meanwhile', async () => {
      const { headers } = await olivia().put(policy, secondFactor).expect(200);
      await olivia().delete(policy).set('If-Match', headers['etag']!).expect(204);
      // The version goes on over a reset, so that nothing is set from before it.
      await olivia().put(policy, secondFactor).set('If-Match', headers['etag']!).expect(412);
      const answers = await Promise.all(
        ['"2"', '"2"'].map((etag) => olivia().put(policy, secondFactor).set('If-Match', etag)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    });
  });

  it('leaves a row of what it was and is, and one of each refusal with its rule', async () => {
    await olivia().put(policy, secondFactor).expect(200);
    const mark = world.as(MARK, UNPROVED);
    await mark.get(organization).expect(403);
    await mark.get(organization).expect(403);
    const rowOf = async (action: string) => {
      const [row] = await world.database.query<{ outcome: string; change: Record<string, unknown> }>(
        `select outcome, change from audit_events
          where organization_id = $1 and action = $2 and ($2 <> 'sign_in.refused' or change ->> 'route' = $3)
          order by id desc limit 1`,
        [world.harbour.id, action, ROUTE],
      );
      return row;
    };
    expect(await rowOf('sign_in.refused')).toEqual({
      outcome: 'denied',
      change: { code: 'second_factor_required', route: ROUTE },
    });
    expect(await rowOf('sign_in_policy.changed')).toMatchObject({
      change: { from: { secondFactorRequired: false }, to: { secondFactorRequired: true } },
    });
    const [folded] = await world.database.query<{ repeats: number }>(
      `select sum(repeats)::int as repeats from audit_refusals where code = 'second_factor_required' and organization_id = $1
        and route = $2`,
      [world.harbour.id, ROUTE],
    );
    expect(folded?.repeats).toBeGreaterThanOrEqual(1);
  });
});
