import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { RoleMirrorService } from '#tenants';
import { atClerk } from '../../support/at-clerk.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const OLIVIA = 'olivia@harbour.test';
const SAM = 'sam@harbour.test';

describe('a role that Clerk knows', () => {
  let world: DemoWorld;
  let organization: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    organization = `/api/v1/organizations/${world.harbour.id}`;
    await world.jobsDone();
  });

  afterAll(() => world.close());

  const clerk = (method: string, path: string, body?: object) => atClerk(world.clerk, method, path, body);
  const news = async () => {
    await world.settled();
    await world.jobsDone();
  };
  const permission = (key: string) => clerk('POST', '/organization_permissions', { key, name: key });
  const mayDo = async (wanted: string, propertyId?: string): Promise<boolean | number> => {
    const question = { permission: wanted, organizationId: world.harbour.id, propertyId };
    const { status, body } = await world.as(SAM).post('/api/v1/access/check', question);
    return status === 200 ? body.allowed : status;
  };

  it('counts with those of its permissions that are in the catalogue, from the news of it on', async () => {
    const keys = ['org:organization:read', 'org:audit:read', 'org:fax:send', 'org:organization:suspend'];
    const ids = [];
    for (const key of keys) ids.push((await permission(key))['id']);
    const role = await clerk('POST', '/organization_roles', {
      key: 'org:bookkeeper',
      name: 'Bookkeeper',
      permissions: ids,
      include_in_initial_role_set: true,
    });
    await news();
    const member = `${organization}/members/${await world.userId(SAM)}`;
    await world.as(OLIVIA).patch(member, { role: 'org:bookkeeper' }).expect(200);
    expect(await mayDo('org:audit:read')).toBe(true);
    expect(await mayDo('org:organization:suspend')).toBe(false);
    await world.as(SAM).get(organization).expect(200);
    // The role replaced org:member, which let him see the members.
    await world.as(SAM).get(`${organization}/members`).expect(403);
    const me = await world.as(SAM).get('/api/v1/me').expect(200);
    expect(me.body.organizations[0]).toMatchObject({
      role: 'org:bookkeeper',
      permissions: ['org:audit:read', 'org:organization:read'],
    });
    const listed = await world.as(OLIVIA).get(`${organization}/roles`).expect(200);
    expect(listed.body.data.find(({ key }: { key: string }) => key === 'org:bookkeeper')).toMatchObject({
      name: 'Bookkeeper',
      source: 'clerk',
      permissions: [{ key: 'org:audit:read' }, { key: 'org:organization:read' }],
    });

    // A permission of its taken away at Clerk is gone here with the news, though no role changed its own time.
    await clerk('DELETE', `/organization_permissions/${ids[1]!}`);
    await news();
    expect(await mayDo('org:audit:read')).toBe(false);
    await clerk('PATCH', `/organization_roles/${role['id']}`, { permissions: [] });
    await news();
    expect(await mayDo('org:audit:read')).toBe(404);
    await world.as(SAM).get(organization).expect(404);
    await world.as(OLIVIA).patch(member, { role: 'org:member' }).expect(200);
    await world.as(SAM).get(organization).expect(200);
  });

  it('is above nobody by its name: giving it needs every permission it carries here', async () => {
    const audit = await permission('org:audit:read');
    const manage = await permission('org:members:manage');
    await clerk('POST', '/organization_roles', {
      key: 'org:deputy',
      name: 'Deputy',
      permissions: [audit['id'], manage['id']],
      include_in_initial_role_set: true,
    });
    await clerk('POST', '/organization_roles', {
      key: 'org:usher',
      name: 'Usher',
      permissions: [manage['id']],
      include_in_initial_role_set: true,
    });
    await news();
    await world
      .as(OLIVIA)
      .patch(`${organization}/members/${await world.userId(SAM)}`, { role: 'org:usher' })
      .expect(200);
    const vera = `${organization}/members/${await world.userId('vera@harbour.test')}`;
    const refused = await world.as(SAM).patch(vera, { role: 'org:deputy' }).expect(403);
    expect(refused.body.code).toBe('role_above_own');
    await world
      .as(OLIVIA)
      .patch(`${organization}/members/${await world.userId(SAM)}`, { role: 'org:member' })
      .expect(200);
  });

  it('takes its key from a role that an organization made before, and lends it nothing', async () => {
    const own = {
      key: 'org:night',
      name: 'Night',
      permissions: ['org:audit:read', 'property:property:read'],
    };
    await world.as(OLIVIA).post(`${organization}/roles`, own).expect(201);
    const grant = `${organization}/grants/${await world.userId(SAM)}`;
    await world.as(OLIVIA).put(grant, { role: 'org:night' }).expect(200);
    const oldTown = `${organization}/properties/${world.harbour.oldTown}`;
    await world.as(SAM).get(oldTown).expect(200);
    const reading = await permission('org:invitations:read');
    await clerk('POST', '/organization_roles', {
      key: 'org:night',
      name: 'Night shift',
      permissions: [reading['id']],
    });
    await news();
    for (const wanted of ['org:invitations:read', 'org:audit:read']) expect(await mayDo(wanted)).toBe(false);
    await world.as(SAM).get(oldTown).expect(404);
    const userId = await world.userId(SAM);
    const asked = await world.as(OLIVIA).post('/api/v1/access/check', {
      permission: 'org:invitations:read',
      organizationId: world.harbour.id,
      userId,
    });
    expect(asked.body).toEqual({ allowed: false });
    const listed = await world
      .as(OLIVIA)
      .get(`/api/v1/access/people?permission=org:invitations:read&organizationId=${world.harbour.id}`)
      .expect(200);
    expect(JSON.stringify(listed.body)).not.toContain(userId);
    const me = await world.as(SAM).get('/api/v1/me').expect(200);
    expect(me.body.organizations[0].roles).toEqual(['org:member']);
    const again = await world.as(OLIVIA).post(`${organization}/roles`, own).expect(409);
    expect(again.body.code).toBe('role_reserved');
  });

  it('is not brought back by an answer of Clerk that was asked for earlier', async () => {
    const mirror = world.app.get(RoleMirrorService, { strict: false });
    const actor = { kind: 'system', name: 'jobs' } as const;
    const early = await mirror.fetch();
    await clerk('POST', '/organization_roles', { key: 'org:newest', name: 'Newest' });
    await news();
    const late = await world.app
      .get(UnitOfWork, { strict: false })
      .run(systemScope('jobs'), () => mirror.apply(early, actor));
    expect(late).toBe(false);
    const rows = await world.database.query(`select key from clerk_roles where key = 'org:newest'`);
    expect(rows).toHaveLength(1);
  });

  it('is known after news that came twice, in any order, or while Clerk was away', async () => {
    world.clerk.control.setFaults([{ match: 'GET /v1/organization_roles', status: 503 }]);
    const usage = await permission('org:usage:read');
    await clerk('POST', '/organization_roles', { key: 'org:late', name: 'Late', permissions: [usage['id']] });
    await world.settled();
    const known = async () => {
      const rows = await world.database.query(`select permissions from clerk_roles where key = 'org:late'`);
      return rows.length === 1;
    };
    expect(await known()).toBe(false);
    world.clerk.control.clearFaults();
    await until('the role is mirrored', known);
    const state = () => world.database.query('select * from clerk_roles order by key');
    const before = await state();
    for (const delivery of world.clerk.control
      .deliveries()
      .filter(({ type }) => /^(role|permission)\./.test(type)))
      world.clerk.control.resend(delivery.id);
    await news();
    expect(await state()).toEqual(before);
  });
});
