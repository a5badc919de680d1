import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { newMember } from '../../support/new-member.js';
import { withKey } from '../../support/robots.js';

const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const READ = 'property:property:read';
const MANAGE = 'property:property:manage';

describe('an agent that acts in a member’s name', () => {
  let world: DemoWorld;
  let named = 0;

  beforeAll(async () => {
    world = await startDemoWorld();
  }, 120_000);

  afterAll(() => world.close());

  const as = (email: string) => world.as(email, { fva: [0, -1] });
  const organization = () => `/api/v1/organizations/${world.harbour.id}`;
  const seaside = () => `${organization()}/properties/${world.harbour.seaside}`;
  const create = (email: string, body: object) => {
    named += 1;
    return as(email).post(`${organization()}/agents`, { name: `Agent ${named}`, ...body });
  };
  const handOn = async (email: string, body: object) => (await create(email, body).expect(201)).body;
  const question = (permission: string, propertyId = world.harbour.seaside) => ({
    permission,
    organizationId: world.harbour.id,
    propertyId,
  });
  const ask = async (key: string, permission: string, propertyId?: string) => {
    const asked = question(permission, propertyId);
    return (await withKey(world.url, key).post('/api/v1/access/check', asked)).body.allowed === true;
  };
  const explain = async (key: string, permission: string) =>
    (await withKey(world.url, key).post('/api/v1/access/explain', question(permission)).expect(200)).body;

  it('may do what it was handed, where it was, and nothing else that its person may', async () => {
    const agent = await handOn(MARK, { permissions: [READ], propertyIds: [world.harbour.seaside] });
    expect(agent).toMatchObject({
      onBehalfOf: await world.userId(MARK),
      grants: [{ role: null, permissions: [READ], holds: [READ], missing: [] }],
    });
    expect(await ask(agent.key, READ)).toBe(true);
    expect(await ask(agent.key, MANAGE)).toBe(false);
    await withKey(world.url, agent.key).get(seaside()).expect(200);
    await withKey(world.url, agent.key).patch(seaside(), { name: 'Taken over' }).expect(403);
    await withKey(world.url, agent.key).get(`${organization()}/members`).expect(403);
    await withKey(world.url, agent.key).get('/api/v1/me').expect(403);
  });

  it('gains nothing by being handed what its person does not hold, and gains it with them', async () => {
    const agent = await handOn('sam@harbour.test', {
      permissions: [MANAGE],
      propertyIds: [world.harbour.seaside],
    });
    expect(agent.grants[0].missing).toEqual([{ permission: MANAGE, side: 'giver_lacks' }]);
    expect(await ask(agent.key, MANAGE)).toBe(false);
    const sam = await world.userId('sam@harbour.test');
    await as(OLIVIA).put(`${seaside()}/grants/${sam}`, { role: 'property:manager' }).expect(200);
    expect(await ask(agent.key, MANAGE)).toBe(true);
    await as(OLIVIA).delete(`${seaside()}/grants/${sam}/property:manager`).expect(204);
    expect(await ask(agent.key, MANAGE)).toBe(false);
    const onOrganization = { ...question(MANAGE), propertyId: undefined };
    const explained = await withKey(world.url, agent.key).post('/api/v1/access/explain', onOrganization);
    expect(explained.body).toMatchObject({ allowed: false });
  });

  it('hears from explain which side refuses: its person, or its own share of what they may do', async () => {
    const places = { propertyIds: [world.harbour.seaside] };
    const ofMark = await handOn(MARK, { permissions: [READ], ...places });
    expect(await explain(ofMark.key, READ)).toMatchObject({
      allowed: true,
      blocked: null,
      because: [{ givenBy: await world.userId(MARK), expiresAt: ofMark.grants[0].expiresAt }],
      almost: [],
    });
    // Mark may, and did not hand it on: a share with it in it would be a yes.
    expect((await as(MARK).post('/api/v1/access/check', question(MANAGE)).expect(200)).body.allowed).toBe(
      true,
    );
    expect(await explain(ofMark.key, MANAGE)).toMatchObject({
      allowed: false,
      blocked: 'not_given',
      because: [],
    });
    const unasked = await withKey(world.url, ofMark.key).patch(seaside(), { name: 'Taken over' }).expect(403);
    expect(unasked.body).toMatchObject({ code: 'permission_missing', missing: 'not_given' });
    // Handed on by Sam, who does not hold it himself.
    const ofSam = await handOn('sam@harbour.test', { permissions: [READ, MANAGE], ...places });
    expect(await explain(ofSam.key, MANAGE)).toMatchObject({
      allowed: false,
      blocked: 'giver_lacks',
      remedy: [],
    });
    // What no agent may hold is neither's fault.
    expect(await explain(ofMark.key, 'property:members:manage')).toMatchObject({
      allowed: false,
      blocked: 'withheld',
    });
  });

  it('holds by a right on the organization wherever its person does', async () => {
    const agent = await handOn(OLIVIA, { permissions: [READ, 'org:members:read'] });
    expect(await ask(agent.key, READ)).toBe(true);
    expect(await ask(agent.key, READ, world.harbour.oldTown)).toBe(true);
    await withKey(world.url, agent.key).get(`${organization()}/members`).expect(200);
    // Mark holds Seaside by a grant on it alone.
    const ofMark = await handOn(MARK, { permissions: [READ] });
    expect(await ask(ofMark.key, READ, world.harbour.oldTown)).toBe(false);
  });

  it('is told of with its person in every row of the audit log', async () => {
    const agent = await handOn(MARK, { permissions: [MANAGE, READ], propertyIds: [world.harbour.seaside] });
    await withKey(world.url, agent.key).patch(seaside(), { name: 'By the bay' }).expect(200);
    await withKey(world.url, agent.key).get(`${organization()}/audit-log`).expect(403);
    const rows = await world.database.query<{ action: string; change: Record<string, unknown> }>(
      `select action, change from audit_events where actor_kind = 'service_account' and actor_id = $1 order by id`,
      [agent.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['property.updated', 'access.denied']);
    for (const { change } of rows) {
      expect(change).toMatchObject({ onBehalfOf: await world.userId(MARK), keyId: agent.keys[0].id });
    }
  });

  it('ends at its time, which is 90 days from now at most', async () => {
    const late = new Date(Date.now() + 91 * 86_400_000).toISOString();
    expect((await create(MARK, { permissions: [READ], expiresAt: late }).expect(400)).body.code).toBe(
      'ends_too_late',
    );
    const agent = await handOn(MARK, { permissions: [READ], propertyIds: [world.harbour.seaside] });
    const days = (Date.parse(agent.grants[0].expiresAt) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
    expect(agent.keys[0].expiresAt).toBe(agent.grants[0].expiresAt);
    await world.database.query(
      `update service_account_grants set valid_from = now() - interval '2 days', expires_at = now() where account_id = $1`,
      [agent.id],
    );
    expect(await ask(agent.key, READ)).toBe(false);
  });

  it('belongs to its person alone, and an admin can end it', async () => {
    const agent = await handOn(MARK, { permissions: [READ], propertyIds: [world.harbour.seaside] });
    const path = `${organization()}/service-accounts/${agent.id}`;
    const wanted = { role: 'property:manager', propertyId: world.harbour.seaside };
    expect((await as(OLIVIA).put(`${path}/grants`, wanted).expect(403)).body.code).toBe('agent_of_member');
    expect((await as(OLIVIA).post(`${path}/keys`, {}).expect(403)).body.code).toBe('agent_of_member');
    const rotate = as(OLIVIA).post(`${path}/keys/${agent.keys[0].id}/rotate`, {});
    expect((await rotate.expect(403)).body.code).toBe('agent_of_member');
    await as(OLIVIA).delete(`${organization()}/agents/${agent.id}`).expect(404);
    const mine = await as(MARK).get(`${organization()}/agents`).expect(200);
    expect(mine.body.data.map(({ id }: { id: string }) => id)).toContain(agent.id);
    const others = await as(OLIVIA).get(`${organization()}/agents`).expect(200);
    expect(others.body.data.map(({ id }: { id: string }) => id)).not.toContain(agent.id);
    await as(OLIVIA).delete(path).expect(204);
    await withKey(world.url, agent.key).get(seaside()).expect(401);
    const again = await handOn(MARK, { permissions: [READ], propertyIds: [world.harbour.seaside] });
    await as(MARK).delete(`${organization()}/agents/${again.id}`).expect(204);
    await withKey(world.url, again.key).get(seaside()).expect(401);
  });

  it('is refused what no agent may be handed', async () => {
    const refused = async (body: object) => (await create(OLIVIA, body)).body.code as string;
    expect(await refused({ permissions: ['org:members:manage'] })).toBe('permission_withheld');
    expect(await refused({ permissions: ['org:data:export'] })).toBe('permission_withheld');
    expect(await refused({ permissions: ['property:nothing:here'] })).toBe('unknown_permission');
    expect(await refused({ permissions: ['platform:users:read'] })).toBe('invalid_request');
    expect(await refused({ permissions: [] })).toBe('invalid_request');
    const onProperty = { propertyIds: [world.harbour.seaside] };
    expect(await refused({ permissions: ['org:members:read'], ...onProperty })).toBe(
      'permission_not_for_scope',
    );
    expect(await refused({ permissions: [READ], propertyIds: [world.alpine.glacier] })).toBe('not_found');
  });

  it('is one of twenty, each with a name of its own', async () => {
    const { name } = await handOn('vera@harbour.test', { permissions: [READ] });
    const twice = await create('vera@harbour.test', { name, permissions: [READ] }).expect(409);
    expect(twice.body.code).toBe('name_taken');
    // Names of others are nobody's business.
    await create(MARK, { name, permissions: [READ] }).expect(201);
    for (let made = 1; made < 20; made += 1) await handOn('vera@harbour.test', { permissions: [READ] });
    expect((await create('vera@harbour.test', { permissions: [READ] }).expect(409)).body.code).toBe(
      'limit_reached',
    );
  });

  it('goes with the membership of its person', async () => {
    const lea = await newMember(world, 'lea@harbour.test');
    const agent = await handOn('lea@harbour.test', { permissions: [READ] });
    await as(OLIVIA).delete(`${organization()}/members/${lea}`).expect(204);
    await withKey(world.url, agent.key).get('/api/v1/service-account').expect(401);
    expect(await world.database.query('select from service_accounts where on_behalf_of = $1', [lea])).toEqual(
      [],
    );
  });
});
