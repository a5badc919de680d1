import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declareAs, DECLARATION, planOf } from './declaring.js';
import { atClerk } from '../../support/at-clerk.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const OWNER = 'owner@tenantry.test';
const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const VERA = 'vera@harbour.test';

/** The permissions of the example in Clerk's guides on roles; there the names are free. */
const DECLARED = [
  { key: 'org:data:read', description: 'Read data' },
  { key: 'org:data:write', description: 'Write data', includes: ['org:data:read'] },
  { key: 'org:data:delete', description: 'Delete data' },
  { key: 'org:billing:manage', description: 'Manage the billing' },
  { key: 'org:analytics:read', description: 'Read the analytics' },
];
const MANAGER = ['org:data:write', 'org:data:delete', 'org:billing:manage', 'org:analytics:read'];
const VIEWER = ['org:data:read', 'org:analytics:read'];

describe('permissions of roles at Clerk', () => {
  let world: DemoWorld;
  let organization: string;
  const ids = new Map<string, string>();

  beforeEach(async () => {
    world = await startDemoWorld();
    organization = `/api/v1/organizations/${world.harbour.id}`;
    for (const { key } of DECLARED) {
      ids.set(key, (await clerk('POST', '/organization_permissions', { key, name: key }))['id']);
    }
    await role('org:manager', MANAGER);
    await role('org:viewer', VIEWER);
    await news();
    await give(MARK, 'org:manager');
    await give(VERA, 'org:viewer');
  });

  afterEach(() => world.close());

  const clerk = (method: string, path: string, body?: Readonly<Record<string, unknown>>) =>
    atClerk(world.clerk, method, path, body);
  const role = (key: string, permissions: readonly string[]) =>
    clerk('POST', '/organization_roles', {
      key,
      name: key,
      permissions: permissions.map((each) => ids.get(each)),
      include_in_initial_role_set: true,
    });
  const news = async () => {
    await world.settled();
    await world.jobsDone();
  };
  const give = async (who: string, key: string) => {
    const member = `${organization}/members/${await world.userId(who)}`;
    await world.as(OLIVIA).patch(member, { role: key }).expect(200);
  };
  const declare = (permissions: readonly object[]) =>
    declareAs(world.as(OWNER, { fva: [0, -1] }), permissions);
  const own = async (who: string) =>
    (await world.as(who).get('/api/v1/me').expect(200)).body.organizations[0];
  const alarms = async () =>
    world.database.query<{ subject: string; roles: string }>(
      `select subject, detail ->> 'roles' as roles from sync_alarms
       where kind = 'undeclared_permission' and cleared_at is null order by subject`,
    );

  it('that nobody declared open nothing, show as unknown and raise an alarm each', async () => {
    expect(await own(VERA)).toMatchObject({
      role: 'org:viewer',
      permissions: [],
      unknownPermissions: ['org:analytics:read', 'org:data:read'],
    });
    expect(await alarms()).toEqual([
      { subject: 'org:analytics:read', roles: 'org:manager, org:viewer' },
      { subject: 'org:billing:manage', roles: 'org:manager' },
      { subject: 'org:data:delete', roles: 'org:manager' },
      { subject: 'org:data:read', roles: 'org:viewer' },
      { subject: 'org:data:write', roles: 'org:manager' },
    ]);
  });

  it('that are declared hold under their own names, and the alarms are over', async () => {
    await declare(DECLARED);
    expect(await alarms()).toEqual([]);
    expect(await own(VERA)).toMatchObject({ permissions: [...VIEWER].sort(), unknownPermissions: [] });
    // Writing includes reading, though the role at Clerk does not say so.
    expect(await own(MARK)).toMatchObject({
      permissions: [...MANAGER, 'org:data:read'].sort(),
      unknownPermissions: [],
    });
    const asked = (permission: string) =>
      world.as(VERA).post('/api/v1/access/check', { permission, organizationId: world.harbour.id });
    expect((await asked('org:data:read')).body).toEqual({ allowed: true });
    expect((await asked('org:data:delete')).body).toEqual({ allowed: false });
    const why = await world.as(VERA).post('/api/v1/access/explain', {
      permission: 'org:data:delete',
      organizationId: world.harbour.id,
    });
    expect(why.body.remedy[0]).toMatchObject({ role: 'org:manager' });
    const writers = await world
      .as(OLIVIA)
      .get(`/api/v1/access/people?permission=org:data:read&organizationId=${world.harbour.id}`)
      .expect(200);
    expect(
      writers.body.data.map(({ emailAddress }: { emailAddress: string }) => emailAddress).sort(),
    ).toEqual([MARK, OLIVIA, VERA]);
  });

  it('are in use as long as a role at Clerk carries them', async () => {
    await declare(DECLARED);
    const permissions = DECLARED.filter(({ key }) => key !== 'org:billing:manage');
    const owner = world.as(OWNER, { fva: [0, -1] });
    const planned = await planOf(owner, permissions);
    expect(planned.inUse).toEqual([
      { permission: 'org:billing:manage', customRoles: 0, organizations: 0, clerkRoles: 1, agents: 0 },
    ]);
    const refused = await owner.put(DECLARATION, { permissions, hash: planned.hash });
    expect([refused.status, refused.body.code]).toEqual([409, 'permission_in_use']);
  });

  it('come and go with the news of Clerk', async () => {
    await declare(DECLARED);
    const key = 'org:fax:send';
    ids.set(key, (await clerk('POST', '/organization_permissions', { key, name: key }))['id']);
    const sender = await role('org:sender', [key]);
    await news();
    expect(await alarms()).toEqual([{ subject: key, roles: 'org:sender' }]);
    await clerk('PATCH', `/organization_roles/${sender['id']}`, { permissions: [] });
    await news();
    expect(await alarms()).toEqual([]);
  });
});
