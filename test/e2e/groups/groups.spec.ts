import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const SAM = 'sam@harbour.test';
const VERA = 'vera@harbour.test';
const READ = 'property:property:read';
const LIST = 'property:members:read';

describe('groups', () => {
  let world: DemoWorld;
  let organization: string;
  const ids = new Map<string, string>();
  let made = 0;
  let group: { id: string; name: string; path: string };

  beforeAll(async () => {
    world = await startDemoWorld();
    organization = `/api/v1/organizations/${world.harbour.id}`;
    for (const email of [OLIVIA, MARK, SAM, VERA]) ids.set(email, await world.userId(email));
  }, 120_000);

  afterAll(() => world.close());

  const make = async (details: object = {}, as = OLIVIA) => {
    made += 1;
    const { body } = await world
      .as(as)
      .post(`${organization}/groups`, { name: `Group ${made}`, ...details })
      .expect(201);
    return { id: body.id as string, name: body.name as string, path: `${organization}/groups/${body.id}` };
  };
  const add = (email: string, to = group, as = OLIVIA) =>
    world.as(as).put(`${to.path}/members/${ids.get(email)}`);
  const remove = (email: string, from = group, as = OLIVIA) =>
    world.as(as).delete(`${from.path}/members/${ids.get(email)}`);
  const give = (body: object, to = group, as = OLIVIA) => world.as(as).put(`${to.path}/grants`, body);
  const ask = async (email: string, permission: string, propertyId = world.harbour.oldTown) => {
    const question = { permission, organizationId: world.harbour.id, propertyId };
    const { status, body } = await world.as(email).post('/api/v1/access/check', question);
    return status === 200 ? (body.allowed as boolean) : status;
  };
  const askAbout = async (email: string, permission: string, propertyId = world.harbour.oldTown) => {
    const userId = await world.userId(email);
    const question = { permission, organizationId: world.harbour.id, propertyId, userId };
    const { body } = await world.as(OLIVIA).post('/api/v1/access/check', question).expect(200);
    return body.allowed as boolean;
  };
  const explain = async (as: string, about: string, permission: string, propertyId: string) => {
    const userId = await world.userId(about);
    const question = { permission, organizationId: world.harbour.id, propertyId, userId };
    return (await world.as(as).post('/api/v1/access/explain', question).expect(200)).body;
  };

  beforeEach(async () => {
    await world.database.query('delete from groups');
    group = await make();
  });

  it('give what they hold from the next request on, and take it with the next', async () => {
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

  it('hand on nothing that whoever fills them lacks', async () => {
    await world.as(OLIVIA).post(`${organization}/roles`, {
      key: 'org:groups',
      name: 'Groups',
      permissions: ['org:groups:read', 'org:groups:manage'],
    });
    const vera = await world.userId(VERA);
    await world.as(OLIVIA).put(`${organization}/grants/${vera}`, { role: 'org:groups' }).expect(200);
    // One that holds nothing is filled by whoever manages groups.
    await add(SAM, group, VERA).expect(200);
    await remove(SAM, group, VERA).expect(204);
    await give({ role: 'property:viewer', propertyId: world.harbour.oldTown }).expect(200);
    const empty = await make();
    const refusals = [
      await add(SAM, group, VERA),
      await give({ role: 'property:viewer', propertyId: world.harbour.oldTown }, empty, VERA),
      await world.as(VERA).put(`${group.path}/groups/${empty.id}`),
      await world.as(VERA).patch(group.path, { clerkRole: 'org:admin' }),
    ];
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual(
      refusals.map(() => [403, 'permission_missing']),
    );
    await add(SAM).expect(200);
    await world.as(OLIVIA).put(`${group.path}/groups/${empty.id}`).expect(204);
    const grant = (await world.as(OLIVIA).get(group.path)).body.grants[0].id;
    // Nor do they take what is above them.
    for (const answer of [
      await remove(SAM, group, VERA),
      await world.as(VERA).delete(group.path),
      await world.as(VERA).delete(`${group.path}/groups/${empty.id}`),
      await world.as(VERA).delete(`${group.path}/grants/${grant}`),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'role_above_own']);
    await world.as(OLIVIA).delete(`${organization}/grants/${vera}/org:groups`).expect(204);
  });

  it('hold for as long as was said, and no key of Clerk’s, nor a role that comes with a membership', async () => {
    const { oldTown } = world.harbour;
    await give({ role: 'property:staff', propertyId: oldTown, validFrom: '2098-01-01T00:00:00Z' }).expect(
      200,
    );
    await add(SAM).expect(200);
    expect(await ask(SAM, LIST)).toBe(404);
    const early = await explain(OLIVIA, SAM, LIST, oldTown);
    expect(early).toMatchObject({
      allowed: false,
      joinGroups: [],
      almost: [{ reason: 'not_yet_valid', group: { id: group.id, name: group.name } }],
    });
    await give({ role: 'property:staff', propertyId: oldTown, expiresAt: '2099-01-01T00:00:00Z' }).expect(
      200,
    );
    expect(await ask(SAM, LIST)).toBe(true);
    await world.database.query(
      `update group_grants set valid_from = now() - interval '2 h', expires_at = now() - interval '1 h'`,
    );
    expect([await ask(SAM, LIST), await askAbout(SAM, LIST)]).toEqual([404, false]);
    for (const [body, status, code] of [
      [{ role: 'org:admin' }, 400, 'role_by_membership'],
      [{ role: 'org:member' }, 400, 'role_by_membership'],
      [{ role: 'property:nothing', propertyId: oldTown }, 400, 'unknown_role'],
      [{ role: 'property:staff' }, 400, 'unknown_role'],
      [{ role: 'property:staff', propertyId: world.alpine.glacier }, 404, 'not_found'],
      [
        { role: 'property:staff', propertyId: oldTown, expiresAt: '2001-01-01T00:00:00Z' },
        400,
        'expiry_in_past',
      ],
    ] as const) {
      const answer = await give(body);
      expect([body, answer.status, answer.body.code]).toEqual([body, status, code]);
    }
  });

  it('take no more people onto a property than it has seats', async () => {
    const property = `${organization}/properties/${world.harbour.oldTown}`;
    await world.as(OLIVIA).patch(property, { maxPeople: 2 }).expect(200);
    const inner = await make();
    await add(SAM, inner).expect(200);
    await add(MARK, inner).expect(200);
    const role = { role: 'property:viewer', propertyId: world.harbour.oldTown };
    // Vera has the one seat that is taken.
    const seats = (answer: { status: number; body: { code?: string } }) => {
      expect([answer.status, answer.body.code]).toEqual([409, 'seats_taken']);
    };
    seats(await give(role, inner));
    await give(role).expect(200);
    seats(await world.as(OLIVIA).put(`${group.path}/groups/${inner.id}`));
    await add(SAM).expect(200);
    await add(VERA).expect(200);
    seats(await add(MARK));
    const mark = await world.userId(MARK);
    seats(await world.as(OLIVIA).put(`${property}/grants/${mark}`, { role: 'property:viewer' }));
    await world.as(OLIVIA).patch(property, { maxPeople: null }).expect(200);
  });

  it('keep a role from being deleted, and its preview counts their people', async () => {
    const key = 'property:pool';
    await world
      .as(OLIVIA)
      .post(`${organization}/roles`, { key, name: 'Pool', permissions: ['property:property:read'] })
      .expect(201);
    await give({ role: key, propertyId: world.harbour.oldTown }).expect(200);
    await add(SAM).expect(200);
    const path = `${organization}/roles/${key}`;
    const preview = await world
      .as(OLIVIA)
      .patch(`${path}?dryRun=true`, { permissions: ['property:property:read', 'property:members:read'] })
      .expect(200);
    expect(preview.body.gained).toMatchObject([{ permission: 'property:members:read', people: 1 }]);
    const refused = await world.as(OLIVIA).delete(path);
    expect(refused.body).toMatchObject({ status: 409, code: 'role_in_use', groups: 1 });
    await world.as(OLIVIA).delete(group.path).expect(204);
    await world.as(OLIVIA).delete(path).expect(204);
  });

  it('end with the organization’s member, and every step of them is in the audit log', async () => {
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
