import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atClerk } from '../../support/at-clerk.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const SAM = 'sam@harbour.test';
const VERA = 'vera@harbour.test';
const ROLE = 'org:housekeeping';
const READ = 'property:property:read';

/** What a directory tells Clerk of its groups arrives here as a role of the membership. */
describe('a group that a role of memberships fills', () => {
  let world: DemoWorld;
  let organization: string;
  let group: string;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    world = await startDemoWorld();
    organization = `/api/v1/organizations/${world.harbour.id}`;
    for (const email of [OLIVIA, MARK, SAM, VERA]) ids.set(email, await world.userId(email));
    for (const key of ['org:organization:read', 'org:members:read', 'org:members:manage'])
      await clerk('POST', '/organization_permissions', { key, name: key });
    const role = { key: ROLE, name: 'Housekeeping', include_in_initial_role_set: true };
    await clerk('POST', '/organization_roles', { ...role, permissions: [] });
    await news();
    const body = { name: 'Housekeeping', clerkRole: ROLE };
    const created = await world.as(OLIVIA).post(`${organization}/groups`, body).expect(201);
    group = `${organization}/groups/${created.body.id}`;
    await world
      .as(OLIVIA)
      .put(`${group}/grants`, { role: 'property:staff', propertyId: world.harbour.oldTown })
      .expect(200);
  }, 120_000);

  afterAll(() => world.close());

  const clerk = (method: string, path: string, body: Readonly<Record<string, unknown>>) =>
    atClerk(world.clerk, method, path, body);
  const news = async () => {
    await world.settled();
    await world.jobsDone();
  };
  /** As a directory does it: at Clerk, without asking here. */
  const setRoleAtClerk = async (email: string, role: string) => {
    const [row] = await world.database.query<{ organization: string; person: string }>(
      `select o.clerk_id as organization, u.clerk_id as person from organizations o, users u
       where o.id = $1 and u.email_address = $2`,
      [world.harbour.id, email],
    );
    await clerk('PATCH', `/organizations/${row!.organization}/memberships/${row!.person}`, { role });
    await news();
  };
  const ask = async (email: string) => {
    const question = {
      permission: READ,
      organizationId: world.harbour.id,
      propertyId: world.harbour.oldTown,
    };
    const { status, body } = await world.as(email).post('/api/v1/access/check', question);
    return status === 200 ? (body.allowed as boolean) : status;
  };

  it('has whoever the directory puts into it, and loses whoever it takes out', async () => {
    expect(await ask(SAM)).toBe(404);
    await setRoleAtClerk(SAM, ROLE);
    expect(await ask(SAM)).toBe(true);
    const members = await world.as(OLIVIA).get(`${group}/members`).expect(200);
    expect(members.body.data).toMatchObject([{ emailAddress: SAM, byClerkRole: ROLE, addedAt: null }]);
    const removed = await world.as(OLIVIA).delete(`${group}/members/${ids.get(SAM)}`);
    expect(removed.body).toMatchObject({ status: 409, code: 'in_group_otherwise' });
    await setRoleAtClerk(SAM, 'org:member');
    expect(await ask(SAM)).toBe(404);
  });

  it('keeps whoever was added by hand, whatever their role', async () => {
    await world
      .as(OLIVIA)
      .put(`${group}/members/${ids.get(SAM)}`)
      .expect(200);
    await setRoleAtClerk(SAM, ROLE);
    await setRoleAtClerk(SAM, 'org:member');
    expect(await ask(SAM)).toBe(true);
    await world
      .as(OLIVIA)
      .delete(`${group}/members/${ids.get(SAM)}`)
      .expect(204);
    expect(await ask(SAM)).toBe(404);
  });

  it('gives nothing while the role is one that Clerk has not confirmed', async () => {
    await world
      .as(OLIVIA)
      .patch(`${organization}/members/${ids.get(MARK)}`, { role: ROLE })
      .expect(200);
    await news();
    expect(await ask(MARK)).toBe(true);
    const pending = (role: string | null) =>
      world.database.query(`update memberships set pending_role = $1 where user_id = $2`, [
        role,
        ids.get(MARK),
      ]);
    await pending(ROLE);
    expect(await ask(MARK)).toBe(404);
    await pending(null);
    expect(await ask(MARK)).toBe(true);
    await setRoleAtClerk(MARK, 'org:member');
  });

  it('is given by nobody who lacks what it holds, with the role, an invitation or an edit', async () => {
    // Vera may make anybody a housekeeper as far as that role itself goes.
    await world
      .as(OLIVIA)
      .post(`${organization}/roles`, {
        key: 'org:people',
        name: 'People',
        permissions: ['org:organization:read', 'org:members:read', 'org:members:manage'],
      })
      .expect(201);
    await world
      .as(OLIVIA)
      .put(`${organization}/grants/${ids.get(VERA)}`, { role: 'org:people' })
      .expect(200);
    const vera = world.as(VERA);
    for (const answer of [
      await vera.patch(`${organization}/members/${ids.get(SAM)}`, { role: ROLE }),
      await vera.post(`${organization}/invitations`, { email: 'new@harbour.test', role: ROLE }),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'permission_missing']);
    expect(await ask(SAM)).toBe(404);
    // Without the group the same is open to her.
    await world.as(OLIVIA).patch(group, { clerkRole: null }).expect(200);
    await vera.patch(`${organization}/members/${ids.get(SAM)}`, { role: ROLE }).expect(200);
    await news();
    expect(await ask(SAM)).toBe(404);
    await world.as(OLIVIA).patch(group, { clerkRole: ROLE }).expect(200);
    expect(await ask(SAM)).toBe(true);
    await setRoleAtClerk(SAM, 'org:member');
  });

  it('is not filled by the role that everybody has, nor by one that is none', async () => {
    for (const [clerkRole, code] of [
      ['org:member', 'role_not_for_groups'],
      ['org:nobody', 'unknown_role'],
      ['org:people', 'unknown_role'],
    ]) {
      const answer = await world.as(OLIVIA).patch(group, { clerkRole });
      expect([answer.status, answer.body.code]).toEqual([400, code]);
    }
  });

  it('is emptied at once by a directory that removes everybody, and no right outlives it', async () => {
    for (const email of [SAM, VERA]) await setRoleAtClerk(email, ROLE);
    expect([await ask(SAM), await ask(VERA)]).toEqual([true, true]);
    for (const email of [SAM, VERA]) await setRoleAtClerk(email, 'org:member');
    const members = await world.as(OLIVIA).get(`${group}/members`).expect(200);
    expect(members.body.data).toEqual([]);
    expect(await ask(SAM)).toBe(404);
    // Her own role on the property is hers.
    expect(await ask(VERA)).toBe(true);
  });
});
