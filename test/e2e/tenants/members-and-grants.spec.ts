import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { newMember } from '../../support/new-member.js';
import { until } from '../../support/test-app.js';

describe('members, properties and grants', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const organization = () => `/api/v1/organizations/${world.harbour.id}`;
  const seaside = () => `${organization()}/properties/${world.harbour.seaside}`;
  const olivia = () => world.as('olivia@harbour.test');
  const mark = () => world.as('mark@harbour.test');
  const atClerk = (email: string) => {
    const { users, organizationMemberships } = world.clerk.control.state();
    const user = users.find((each) => JSON.stringify(each['email_addresses']).includes(email))!;
    return organizationMemberships.find(
      (each) => (each['public_user_data'] as { user_id: string }).user_id === user['id'],
    ) as { role: string } | undefined;
  };

  it('each person sees the properties that they may open', async () => {
    const names = async (email: string) => {
      const answer = await world.as(email).get(`${organization()}/properties`).expect(200);
      return answer.body.data.map((property: { slug: string }) => property.slug).sort();
    };
    expect(await names('olivia@harbour.test')).toEqual(['old-town', 'seaside']);
    expect(await names('mark@harbour.test')).toEqual(['seaside']);
    expect(await names('vera@harbour.test')).toEqual(['old-town']);
    await world.as('vera@harbour.test').get(seaside()).expect(404);
  });

  it('an organization answers to our id and to Clerk’s', async () => {
    const ours = await olivia().get(organization()).expect(200);
    const theirs = await olivia().get(`/api/v1/organizations/${ours.body.clerkId}`).expect(200);
    expect(theirs.body).toEqual(ours.body);
    expect(ours.body).toMatchObject({ slug: 'harbour', name: 'Harbour Hotels', status: 'active' });
    expect(ours.headers['etag']).toMatch(/^"\d+-[0-9a-f]{16}"$/);
  });

  it('a change from an old version is refused, one from the present version is made and written down', async () => {
    const { headers } = await mark().get(seaside()).expect(200);
    const etag = headers['etag']!;
    const changed = await mark()
      .patch(seaside(), { name: 'Seaside Grand' })
      .set('If-Match', etag)
      .expect(200);
    expect(changed.body.name).toBe('Seaside Grand');
    const stale = await mark().patch(seaside(), { name: 'Other' }).set('If-Match', etag).expect(412);
    expect(stale.body.code).toBe('stale_version');
    const [row] = await world.database.query(
      `select change from audit_events where action = 'property.updated'`,
    );
    expect(row).toEqual({ change: { name: { from: 'seaside', to: 'Seaside Grand' } } });
  });

  it('a grant holds at once and is gone at once, and both are written down with who did it', async () => {
    const gina = await newMember(world, 'gina@harbour.test');
    const given = await mark().put(`${seaside()}/grants/${gina}`, { role: 'property:viewer' }).expect(200);
    expect(given.body).toMatchObject({
      userId: gina,
      role: 'property:viewer',
      grantedBy: await world.userId('mark@harbour.test'),
    });
    await world.as('gina@harbour.test').get(seaside()).expect(200);
    await mark().delete(`${seaside()}/grants/${gina}/property:viewer`).expect(204);
    await world.as('gina@harbour.test').get(seaside()).expect(404);
    await mark().delete(`${seaside()}/grants/${gina}/property:viewer`).expect(404);
    const rows = await world.database.query(
      `select action, actor_id from audit_events where target_id = $1 and property_id = $2 order by id`,
      [gina, world.harbour.seaside],
    );
    const actor_id = await world.userId('mark@harbour.test');
    expect(rows).toEqual([
      { action: 'grant.given', actor_id },
      { action: 'grant.taken', actor_id },
    ]);
  });

  it('a grant ends at its time without anybody doing anything', async () => {
    const vera = await world.userId('vera@harbour.test');
    const expiresAt = new Date(Date.now() + 1500).toISOString();
    await mark().put(`${seaside()}/grants/${vera}`, { role: 'property:viewer', expiresAt }).expect(200);
    await world.as('vera@harbour.test').get(seaside()).expect(200);
    await until(
      'it has ended',
      async () => (await world.as('vera@harbour.test').get(seaside())).status === 404,
    );
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
    const past = await mark()
      .put(`${seaside()}/grants/${vera}`, { role: 'property:viewer', expiresAt: '2020-01-01T00:00:00Z' })
      .expect(400);
    expect(past.body.code).toBe('expiry_in_past');
  });

  it('nobody gives what they lack, to a stranger, or on a property of another organization', async () => {
    const vera = await world.userId('vera@harbour.test');
    const sam = world.as('sam@harbour.test');
    await sam.put(`${seaside()}/grants/${vera}`, { role: 'property:viewer' }).expect(403);
    const unknown = await mark().put(`${seaside()}/grants/${vera}`, { role: 'property:king' }).expect(400);
    expect(unknown.body.code).toBe('unknown_role');
    const greta = await world.userId('greta@alpine.test');
    await mark().put(`${seaside()}/grants/${greta}`, { role: 'property:viewer' }).expect(404);
    await mark()
      .put(`${organization()}/properties/${world.alpine.glacier}/grants/${vera}`, { role: 'property:viewer' })
      .expect(404);
  });

  it('promoting goes to Clerk first, demoting holds here first and reaches Clerk by a job', async () => {
    const sam = await world.userId('sam@harbour.test');
    const promoted = await olivia()
      .patch(`${organization()}/members/${sam}`, { role: 'org:admin' })
      .expect(200);
    expect(promoted.body.role).toBe('org:admin');
    expect(atClerk('sam@harbour.test')!.role).toBe('org:admin');

    world.clerk.control.setFaults([{ match: '/v1/organizations', status: 503 }]);
    await olivia().patch(`${organization()}/members/${sam}`, { role: 'org:member' }).expect(200);
    await world.as('sam@harbour.test').get(`${organization()}/invitations`).expect(403);
    expect(atClerk('sam@harbour.test')!.role).toBe('org:admin');
    const refused = await olivia()
      .patch(`${organization()}/members/${sam}`, { role: 'org:admin' })
      .expect(503);
    expect(refused.body.code).toBe('identity_provider_unavailable');
    world.clerk.control.clearFaults();
    await world.jobsDone();
    expect(atClerk('sam@harbour.test')!.role).toBe('org:member');
    await world.settled();
    await world.as('sam@harbour.test').get(`${organization()}/invitations`).expect(403);
  });

  it('the last owner can neither go down nor leave nor be removed, also when two try at once', async () => {
    const oliviaId = await world.userId('olivia@harbour.test');
    for (const attempt of [
      olivia().patch(`${organization()}/members/${oliviaId}`, { role: 'org:member' }),
      olivia().delete(`${organization()}/members/${oliviaId}`),
    ]) {
      const answer = await attempt.expect(409);
      expect(answer.body.code).toBe('last_owner');
    }
    const sam = await world.userId('sam@harbour.test');
    for (let race = 0; race < 10; race += 1) {
      await olivia().patch(`${organization()}/members/${sam}`, { role: 'org:admin' }).expect(200);
      const answers = await Promise.all([
        olivia().patch(`${organization()}/members/${sam}`, { role: 'org:member' }),
        world.as('sam@harbour.test').patch(`${organization()}/members/${oliviaId}`, { role: 'org:member' }),
      ]);
      const owners = await world.database.query<{ user_id: string }>(
        `select user_id from memberships where organization_id = $1 and role = 'org:admin'`,
        [world.harbour.id],
      );
      expect([race, owners.length, answers.filter(({ status }) => status === 200).length]).toEqual([
        race,
        1,
        1,
      ]);
      await world.jobsDone();
      await world.settled();
      if (owners[0]!.user_id === sam) {
        await world
          .as('sam@harbour.test')
          .patch(`${organization()}/members/${oliviaId}`, { role: 'org:admin' })
          .expect(200);
        await world.settled();
      }
    }
    await olivia().patch(`${organization()}/members/${sam}`, { role: 'org:member' }).expect(200);
    await world.jobsDone();
  });

  it('who is removed loses every grant at once, and a late event does not bring them back', async () => {
    const rosa = await newMember(world, 'rosa@harbour.test');
    await mark().put(`${seaside()}/grants/${rosa}`, { role: 'property:staff' }).expect(200);
    await world.as('rosa@harbour.test').get(seaside()).expect(200);
    const created = world.clerk.control
      .deliveries()
      .find(
        ({ type, payload }) =>
          type === 'organizationMembership.created' && JSON.stringify(payload).includes('rosa@harbour.test'),
      );
    await olivia().delete(`${organization()}/members/${rosa}`).expect(204);
    await world.as('rosa@harbour.test').get(seaside()).expect(404);
    await world.as('rosa@harbour.test').get(organization()).expect(404);
    expect(await world.database.query('select role from property_grants where user_id = $1', [rosa])).toEqual(
      [],
    );
    if (created !== undefined) world.clerk.control.resend(created.id);
    await world.jobsDone();
    await world.settled();
    expect(atClerk('rosa@harbour.test')).toBeUndefined();
    await world.as('rosa@harbour.test').get(organization()).expect(404);
  });

  it('a member leaves by themselves', async () => {
    const lea = await newMember(world, 'lea@harbour.test');
    const mine = await world.userId('mark@harbour.test');
    await world.as('lea@harbour.test').delete(`${organization()}/members/${mine}`).expect(403);
    await world.as('lea@harbour.test').delete(`${organization()}/members/${lea}`).expect(204);
    await world.as('lea@harbour.test').get(organization()).expect(404);
  });

  it('an organization is made at Clerk and here, with the maker as its owner, and the same key makes it once', async () => {
    const nina = world.as('nina@nowhere.test');
    const body = { name: 'Nina’s Inn', slug: 'ninas-inn' };
    const made = await nina.post('/api/v1/organizations', body).set('Idempotency-Key', 'one').expect(201);
    const again = await nina.post('/api/v1/organizations', body).set('Idempotency-Key', 'one').expect(201);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body.id).toBe(made.body.id);
    const other = await nina
      .post('/api/v1/organizations', { name: 'B' })
      .set('Idempotency-Key', 'one')
      .expect(422);
    expect(other.body.code).toBe('idempotency_key_reused');
    const taken = await nina.post('/api/v1/organizations', body).expect(409);
    expect(taken.body.code).toBe('slug_taken');
    const me = await nina.get('/api/v1/me').expect(200);
    expect(me.body.organizations).toEqual([
      expect.objectContaining({ slug: 'ninas-inn', role: 'org:admin', properties: [] }),
    ]);
    expect(world.clerk.control.state().organizations.filter(({ slug }) => slug === 'ninas-inn')).toHaveLength(
      1,
    );
    await nina.delete(`/api/v1/organizations/${made.body.id}`).expect(204);
    await nina.get(`/api/v1/organizations/${made.body.id}`).expect(404);
    await world.jobsDone();
    expect(world.clerk.control.state().organizations.filter(({ slug }) => slug === 'ninas-inn')).toEqual([]);
  });

  it('platform staff open a tenant with a stated reason only, and the visit is written down', async () => {
    const operator = world.as('operator@tenantry.test');
    const silent = await operator.get(organization()).expect(403);
    expect(silent.body.code).toBe('access_reason_required');
    await operator.get(organization()).set('X-Access-Reason', 'Ticket 4711: locked out').expect(200);
    await operator.delete(organization()).set('X-Access-Reason', 'Ticket 4711: locked out').expect(403);
    const visits = await world.database.query(
      `select actor_id, reason, change from audit_events where action = 'access.support_visit' and organization_id = $1`,
      [world.harbour.id],
    );
    expect(visits).toEqual([
      {
        actor_id: await world.userId('operator@tenantry.test'),
        // Free text of a person, so it stands there under that person's key only.
        reason: expect.stringMatching(/^p1\./),
        change: { route: 'GET /api/v1/organizations/:organizationId' },
      },
    ]);
  });

  it('somebody banned, signed out or impersonated is treated so at once', async () => {
    const nina = await world.userId('nina@nowhere.test');
    const token = world.clerk.control.tokens({ email: 'nina@nowhere.test' }).jwt;
    const withOldToken = () => world.anonymous().get('/api/v1/me').set('Authorization', `Bearer ${token}`);
    await withOldToken().expect(200);
    await world
      .as('admin@tenantry.test', { fva: [0, -1] })
      .post(`/api/v1/users/${nina}/ban`)
      .expect(200);
    await withOldToken().expect(401);
    await world.as('admin@tenantry.test').post(`/api/v1/users/${nina}/unban`).expect(200);
    await world.as('operator@tenantry.test').post(`/api/v1/users/${nina}/ban`).expect(403);
    const admin = world.clerk.control
      .state()
      .users.find((each) => JSON.stringify(each).includes('admin@tenantry.test'))!;
    const impersonated = world.as('owner@tenantry.test', { act: { sub: admin['id'] }, fva: [0, -1] });
    const answer = await impersonated.put(`/api/v1/users/${nina}/platform-roles/owner`).expect(403);
    expect(answer.body.code).toBe('impersonation_refused');
    const stale = await world
      .as('owner@tenantry.test', { fva: [11, -1] })
      .put(`/api/v1/users/${nina}/platform-roles/owner`);
    expect([stale.status, stale.body.code]).toEqual([403, 'reverification_required']);
    expect(stale.body.clerk_error.metadata.reverification).toEqual({
      level: 'first_factor',
      afterMinutes: 10,
    });
    const own = await world.userId('owner@tenantry.test');
    const self = await world
      .as('owner@tenantry.test', { fva: [0, -1] })
      .delete(`/api/v1/users/${own}/platform-roles/owner`);
    expect([self.status, self.body.code]).toEqual([403, 'own_platform_role']);
  });
});
