import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MARK, OLIVIA, SAM, VERA } from '../../support/demo-people.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { groupRefusalCases } from './group-refusal-cases.js';
import { HarbourGroups, LIST } from './harbour-groups.js';

const READ = 'property:property:read';

describe('groups', () => {
  let world: DemoWorld;
  let groups: HarbourGroups;

  beforeAll(async () => {
    world = await startDemoWorld();
    groups = await HarbourGroups.of(world);
  }, 120_000);

  afterAll(() => world.close());

  beforeEach(() => groups.reset());

  it('give what they hold from the next request on, and take it with the next', async () => {
    const { organization, group, add, remove, give, ask, askAbout } = groups;
    await give({ role: 'property:staff', propertyId: world.harbour.oldTown }).expect(200);
    expect([await ask(SAM, READ), await askAbout(SAM, READ)]).toEqual([404, false]);
    await add(SAM).expect(200);
    expect([await ask(SAM, READ), await askAbout(SAM, READ)]).toEqual([true, true]);
    await world.as(SAM).get(`${organization}/properties/${world.harbour.oldTown}`).expect(200);
    const path = `${organization}/properties/${world.harbour.oldTown}/group-grants`;
    const { body } = await world.as(SAM).get(path).expect(200);
    expect(body.data).toMatchObject([{ groupId: group.id, groupName: group.name, role: 'property:staff' }]);
    await remove(SAM).expect(204);
    expect([await ask(SAM, READ), await askAbout(SAM, READ)]).toEqual([404, false]);
    await world.as(SAM).get(`${organization}/properties/${world.harbour.oldTown}`).expect(404);
  });

  it('explain by which of them a right is held, and which would give it', async () => {
    const { group, add, give, explain } = groups;
    await give({ role: 'property:staff', propertyId: world.harbour.oldTown }).expect(200);
    const no = await explain(OLIVIA, SAM, LIST, world.harbour.oldTown);
    expect(no).toMatchObject({ allowed: false, joinGroups: [{ id: group.id, name: group.name }] });
    await add(SAM).expect(200);
    const yes = await explain(OLIVIA, SAM, LIST, world.harbour.oldTown);
    expect(yes).toMatchObject({
      allowed: true,
      because: [{ role: 'property:staff', group: { id: group.id, name: group.name }, inheritedFrom: null }],
      joinGroups: [],
    });
    // Whoever may not see who has access is told of no group.
    const question = { permission: 'property:property:manage', organizationId: world.harbour.id };
    const asked = { ...question, propertyId: world.harbour.oldTown };
    const own = await world.as(VERA).post('/api/v1/access/explain', asked).expect(200);
    expect(own.body).toMatchObject({ allowed: false, joinGroups: [] });
  });

  it('count in both lists, on /me, among the properties and towards who may give', async () => {
    const { organization, group, add, give, explain } = groups;
    await world.as(OLIVIA).post(`${organization}/roles`, {
      key: 'org:caretaker',
      name: 'Caretaker',
      permissions: ['property:property:read', 'property:members:read', 'property:members:manage'],
    });
    await give({ role: 'org:caretaker' }).expect(200);
    await add(VERA).expect(200);
    const userId = await world.userId(VERA);
    const people = async (propertyId: string) => {
      const query = new URLSearchParams({
        permission: 'property:members:manage',
        organizationId: world.harbour.id,
        propertyId,
      });
      const { body } = await world.as(OLIVIA).get(`/api/v1/access/people?${query.toString()}`).expect(200);
      return (body.data as { userId: string }[]).map((person) => person.userId);
    };
    expect(await people(world.harbour.seaside)).toContain(userId);
    const places = await world
      .as(VERA)
      .get(`/api/v1/access/properties?permission=property:members:manage`)
      .expect(200);
    expect((places.body.data as { id: string }[]).map(({ id }) => id).sort()).toEqual(
      [world.harbour.seaside, world.harbour.oldTown].sort(),
    );
    const me = await world.as(VERA).get('/api/v1/me').expect(200);
    expect(me.body.organizations[0]).toMatchObject({ roles: ['org:caretaker', 'org:member'] });
    expect(me.body.organizations[0].properties).toHaveLength(2);
    const listed = await world.as(VERA).get(`${organization}/properties`).expect(200);
    expect(listed.body.data).toHaveLength(2);
    const why = await explain(OLIVIA, SAM, 'property:property:manage', world.harbour.oldTown);
    expect(why.remedy[0].mayBeGivenBy).not.toContain(userId);
    const staff = await explain(OLIVIA, MARK, LIST, world.harbour.oldTown);
    expect(staff.remedy[0].mayBeGivenBy).toContain(userId);
    await world.as(OLIVIA).delete(group.path).expect(204);
    expect(await people(world.harbour.seaside)).not.toContain(userId);
  });

  it('lie in one another one level deep, and never in themselves', async () => {
    const { group, make, add, remove, give, ask, askAbout, explain } = groups;
    const [inner, innermost] = [await make(), await make()];
    const nest = (outer: { path: string }, member: { id: string }) =>
      world.as(OLIVIA).put(`${outer.path}/groups/${member.id}`);
    await give({ role: 'property:staff', propertyId: world.harbour.oldTown }).expect(200);
    await add(SAM, inner).expect(200);
    expect(await ask(SAM, LIST)).toBe(404);
    await nest(group, inner).expect(204);
    await nest(group, inner).expect(204);
    expect([await ask(SAM, LIST), await askAbout(SAM, LIST)]).toEqual([true, true]);
    expect(await explain(OLIVIA, SAM, LIST, world.harbour.oldTown)).toMatchObject({
      because: [{ group: { id: group.id } }],
    });
    const refused = async (outer: { path: string }, member: { id: string }) => {
      const { status, body } = await nest(outer, member);
      return [status, body.code];
    };
    expect(await refused(group, group)).toEqual([400, 'group_in_itself']);
    // In a circle, below, and above.
    expect(await refused(inner, group)).toEqual([409, 'group_nesting_too_deep']);
    expect(await refused(inner, innermost)).toEqual([409, 'group_nesting_too_deep']);
    expect(await refused(innermost, group)).toEqual([409, 'group_nesting_too_deep']);
    const whole = await world.as(OLIVIA).get(group.path).expect(200);
    expect(whole.body).toMatchObject({
      groups: [{ id: inner.id, name: inner.name }],
      inGroups: [],
      membersCount: 1,
      grants: [{ role: 'property:staff' }],
    });
    const members = await world.as(OLIVIA).get(`${group.path}/members`).expect(200);
    expect(members.body.data).toMatchObject([
      { emailAddress: SAM, addedAt: null, byGroups: [{ id: inner.id, name: inner.name }] },
    ]);
    const { status, body } = await remove(SAM);
    expect([status, body.code]).toEqual([409, 'in_group_otherwise']);
    await world.as(OLIVIA).delete(`${group.path}/groups/${inner.id}`).expect(204);
    expect(await ask(SAM, LIST)).toBe(404);
  });

  it('of two nestings that would make a chain at once one is refused', async () => {
    const { make } = groups;
    for (let round = 0; round < 5; round += 1) {
      const [outer, middle, inner] = [await make(), await make(), await make()];
      const answers = await Promise.all([
        world.as(OLIVIA).put(`${outer.path}/groups/${middle.id}`),
        world.as(OLIVIA).put(`${middle.path}/groups/${inner.id}`),
        world.as(OLIVIA).put(`${inner.path}/groups/${outer.id}`),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409]);
    }
  });

  groupRefusalCases(() => groups);

  it('end with the organization’s member, and every step of them is in the audit log', async () => {
    const { organization, group, make, add, remove, give } = groups;
    await give({ role: 'property:staff', propertyId: world.harbour.oldTown }).expect(200);
    const inner = await make();
    await world.as(OLIVIA).put(`${group.path}/groups/${inner.id}`).expect(204);
    await world.as(OLIVIA).patch(group.path, { description: 'All of them' }).expect(200);
    await add(VERA).expect(200);
    const vera = await world.userId(VERA);
    const listed = await world.as(OLIVIA).get(`${organization}/groups?memberId=${vera}`).expect(200);
    expect(listed.body.data).toMatchObject([{ id: group.id }]);
    await remove(VERA).expect(204);
    await world.as(OLIVIA).delete(`${group.path}/groups/${inner.id}`).expect(204);
    const { body: whole } = await world.as(OLIVIA).get(group.path);
    await world.as(OLIVIA).delete(`${group.path}/grants/${whole.grants[0].id}`).expect(204);
    await world.as(OLIVIA).delete(group.path).expect(204);
    const { body } = await world.as(OLIVIA).get(`${organization}/audit-log?limit=100`).expect(200);
    const about = (
      body.data as {
        action: string;
        target: { id: string } | null;
        change: { group?: string } | null;
      }[]
    )
      .filter(({ target, change }) => target?.id === group.id || change?.group === group.id)
      .map(({ action }) => action);
    expect(about.toReversed()).toEqual([
      'group.created',
      'group.role_given',
      'group.nested',
      'group.changed',
      'group.member_added',
      'group.member_removed',
      'group.unnested',
      'group.role_taken',
      'group.deleted',
    ]);
  });

  it('hold nothing on a property that is archived', async () => {
    const { organization, add, give, ask, askAbout } = groups;
    await give({ role: 'property:staff', propertyId: world.harbour.oldTown }).expect(200);
    await add(SAM).expect(200);
    const property = `${organization}/properties/${world.harbour.oldTown}`;
    await world.as(OLIVIA).delete(property).expect(204);
    expect([await ask(SAM, LIST), await askAbout(SAM, LIST)]).toEqual([404, false]);
    const late = await give({ role: 'property:viewer', propertyId: world.harbour.oldTown });
    expect([late.status, late.body.code]).toEqual([409, 'property_archived']);
    await world.as(OLIVIA).post(`${property}/restore`).expect(200);
    expect([await ask(SAM, LIST), await askAbout(SAM, LIST)]).toEqual([true, true]);
  });

  it('lose whoever leaves the organization, and whoever comes back is in none', async () => {
    const { organization, ids, group, add, give, ask } = groups;
    await give({ role: 'property:staff', propertyId: world.harbour.oldTown }).expect(200);
    await add(MARK).expect(200);
    await world
      .as(OLIVIA)
      .delete(`${organization}/members/${ids.get(MARK)}`)
      .expect(204);
    expect(await ask(MARK, LIST)).toBe(404);
    await world.settled();
    await world.jobsDone();
    const [row] = await world.database.query<{ organization: string; person: string }>(
      `select o.clerk_id as organization, u.clerk_id as person from organizations o, users u
       where o.id = $1 and u.email_address = $2`,
      [world.harbour.id, MARK],
    );
    world.clerk.control.ensureMembership({
      organizationId: row!.organization,
      userId: row!.person,
      role: 'org:member',
    });
    await world.settled();
    expect(await ask(MARK, LIST)).toBe(404);
    const members = await world.as(OLIVIA).get(`${group.path}/members`).expect(200);
    expect(members.body.data).toEqual([]);
  });

  it('are changed by one at a time, and have names of their own', async () => {
    const { organization, group } = groups;
    const first = await world.as(OLIVIA).get(group.path).expect(200);
    const etag = first.headers['etag'] as string;
    await world.as(OLIVIA).patch(group.path, { name: 'Night shift' }).set('If-Match', etag).expect(200);
    const late = await world.as(OLIVIA).patch(group.path, { name: 'Day shift' }).set('If-Match', etag);
    expect(late.status).toBe(412);
    const taken = await world.as(OLIVIA).post(`${organization}/groups`, { name: 'Night shift' });
    expect([taken.status, taken.body.code]).toEqual([409, 'name_taken']);
    const anton = await world.as('anton@alpine.test').get(group.path);
    expect(anton.status).toBe(404);
  });
});
