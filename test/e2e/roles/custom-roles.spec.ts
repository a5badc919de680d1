import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MARK, OLIVIA, SAM, VERA } from '../../support/demo-people.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { AUDIT, HarbourRoles } from './harbour-roles.js';
import { roleChangeCases } from './role-change-cases.js';

describe('a role that an organization makes', () => {
  let world: DemoWorld;
  let harbour: HarbourRoles;

  beforeAll(async () => {
    world = await startDemoWorld();
    harbour = new HarbourRoles(world);
  });

  afterAll(() => world.close());

  beforeEach(() => harbour.reset());

  const audited = async (action: string) => {
    const [row] = await world.database.query<{ count: number }>(
      'select count(*)::int as count from audit_events where action = $1 and organization_id = $2',
      [action, world.harbour.id],
    );
    return row!.count;
  };

  it('stands in the list with its permissions in words, beside the built-in ones', async () => {
    const { roles } = harbour;
    const before = await audited('role.created');
    const made = await world.as(OLIVIA).post(roles, AUDIT).expect(201);
    expect(made.headers['location']).toBe(`${roles}/${AUDIT.key}`);
    expect(made.headers['etag']).toBe('"1"');
    expect(made.body).toEqual({
      key: AUDIT.key,
      name: AUDIT.name,
      description: null,
      scopeKind: 'property',
      source: 'custom',
      permissions: [{ key: 'property:audit:read', description: "Read the property's audit log" }],
      version: 1,
    });
    const listed = await world.as(VERA).get(roles).expect(200);
    expect(listed.body.data.map(({ key, source }: Record<string, string>) => `${source} ${key}`)).toEqual([
      'built_in org:admin',
      'built_in org:member',
      'built_in property:manager',
      'built_in property:staff',
      'built_in property:viewer',
      'custom property:night_audit',
    ]);
    expect(await audited('role.created')).toBe(before + 1);
    const foreign = await world.as('anton@alpine.test').get(`/api/v1/organizations/${world.alpine.id}/roles`);
    expect(JSON.stringify(foreign.body)).not.toContain('night_audit');
  });

  it('given on a property counts everywhere: at the guard, in /me, in lists and for giving on', async () => {
    const { organization, roles } = harbour;
    await world
      .as(OLIVIA)
      .post(roles, {
        key: 'property:front_desk',
        name: 'Front desk',
        permissions: ['property:property:read', 'property:members:read', 'property:members:manage'],
      })
      .expect(201);
    const oldTown = `${organization}/properties/${world.harbour.oldTown}`;
    await world.as(SAM).get(oldTown).expect(404);
    const grant = `${oldTown}/grants/${await world.userId(SAM)}`;
    await world.as(OLIVIA).put(grant, { role: 'property:front_desk' }).expect(200);

    await world.as(SAM).get(oldTown).expect(200);
    await world.as(SAM).patch(oldTown, { name: 'Mine' }).expect(403);
    const me = await world.as(SAM).get('/api/v1/me').expect(200);
    expect(me.body.organizations[0].properties).toContainEqual(
      expect.objectContaining({
        id: world.harbour.oldTown,
        roles: ['property:front_desk'],
        permissions: ['property:members:manage', 'property:members:read', 'property:property:read'],
      }),
    );
    const listed = await world.as(SAM).get(`${organization}/properties`).expect(200);
    expect(listed.body.data.map(({ id }: { id: string }) => id)).toContain(world.harbour.oldTown);
    // With it he gives what he holds, and not more.
    const toMark = `${oldTown}/grants/${await world.userId(MARK)}`;
    await world.as(SAM).put(toMark, { role: 'property:viewer' }).expect(200);
    const refused = await world.as(SAM).put(toMark, { role: 'property:manager' }).expect(403);
    expect(refused.body.code).toBe('role_above_own');
    await world.as(SAM).delete(`${toMark}/property:viewer`).expect(204);

    // A change of the role holds for the very next request.
    await world
      .as(OLIVIA)
      .patch(`${roles}/property:front_desk`, { permissions: ['property:audit:read'] })
      .expect(200);
    await world.as(SAM).get(oldTown).expect(403);
    await world.as(OLIVIA).delete(`${grant}/property:front_desk`).expect(204);
    await world.as(SAM).get(oldTown).expect(404);
  });

  it('given on the organization holds there and on each property, beside the role that Clerk keeps', async () => {
    const { organization, roles, seaside, mayDo } = harbour;
    const auditor = {
      key: 'org:auditor',
      name: 'Auditor',
      scopeKind: 'organization',
      permissions: ['org:audit:read', 'org:members:manage', 'property:property:read'],
    };
    await world.as(OLIVIA).post(roles, auditor).expect(201);
    const grant = `${organization}/grants/${await world.userId(VERA)}`;
    await world.as(MARK).put(grant, { role: 'org:auditor' }).expect(403);
    await world.as(OLIVIA).put(grant, { role: 'org:auditor' }).expect(200);
    expect(await mayDo(VERA, 'org:audit:read')).toBe(true);
    await world.as(VERA).get(seaside).expect(200);
    const me = await world.as(VERA).get('/api/v1/me').expect(200);
    expect(me.body.organizations[0]).toMatchObject({
      role: 'org:member',
      roles: ['org:auditor', 'org:member'],
    });
    const listed = await world.as(SAM).get(`${organization}/grants`).expect(200);
    expect(listed.body.data).toEqual([
      expect.objectContaining({ emailAddress: VERA, role: 'org:auditor', expiresAt: null }),
    ]);
    // She manages members now, and still gives nothing that she lacks.
    const above = await world
      .as(VERA)
      .patch(`${organization}/members/${await world.userId(SAM)}`, { role: 'org:admin' })
      .expect(403);
    expect(above.body.code).toBe('role_above_own');
    await world.as(OLIVIA).delete(`${grant}/org:auditor`).expect(204);
    await world.as(VERA).get(seaside).expect(404);
  });

  it('is no role for a membership, and a membership’s role is no grant', async () => {
    const { organization, roles } = harbour;
    await world
      .as(OLIVIA)
      .post(roles, { key: 'org:auditor', name: 'Auditor', permissions: ['org:audit:read'] })
      .expect(201);
    const member = `${organization}/members/${await world.userId(SAM)}`;
    const asMembership = await world.as(OLIVIA).patch(member, { role: 'org:auditor' }).expect(400);
    expect(asMembership.body.code).toBe('unknown_role');
    const invited = await world
      .as(OLIVIA)
      .post(`${organization}/invitations`, { email: 'x@guest.test', role: 'org:auditor' })
      .expect(400);
    expect(invited.body.code).toBe('unknown_role');
    const grants = `${organization}/grants/${await world.userId(SAM)}`;
    const asGrant = await world.as(OLIVIA).put(grants, { role: 'org:admin' }).expect(400);
    expect(asGrant.body.code).toBe('role_by_membership');
    const unknown = await world.as(OLIVIA).put(grants, { role: 'org:nothing' }).expect(400);
    expect(unknown.body.code).toBe('unknown_role');
  });

  it('is made by those who hold every permission in it, for good, and by nobody else', async () => {
    const { organization, roles, stored } = harbour;
    await world
      .as(OLIVIA)
      .post(roles, {
        key: 'org:role_maker',
        name: 'Role maker',
        permissions: ['org:roles:manage', 'org:roles:read', 'property:audit:read'],
      })
      .expect(201);
    const grant = `${organization}/grants/${await world.userId(SAM)}`;
    await world.as(SAM).post(roles, AUDIT).expect(403);
    await world.as(OLIVIA).put(grant, { role: 'org:role_maker' }).expect(200);
    const above = await world
      .as(SAM)
      .post(roles, { ...AUDIT, permissions: ['property:audit:read', 'property:members:manage'] })
      .expect(403);
    expect(above.body).toMatchObject({ code: 'role_above_own', permissions: ['property:members:manage'] });
    await world.as(SAM).post(roles, AUDIT).expect(201);
    const widened = await world
      .as(SAM)
      .patch(`${roles}/${AUDIT.key}`, { permissions: ['property:members:manage'] })
      .expect(403);
    expect(widened.body.code).toBe('role_above_own');
    // What somebody holds for an hour they cannot make last by a role.
    const anHour = { role: 'org:role_maker', expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
    await world.as(OLIVIA).put(grant, anHour).expect(200);
    const borrowed = await world
      .as(SAM)
      .post(roles, { ...AUDIT, key: 'property:lasting' })
      .expect(403);
    expect(borrowed.body.code).toBe('role_above_own');
    expect((await stored()).map(({ key }) => key)).toEqual(['org:role_maker', AUDIT.key]);
  });

  roleChangeCases(() => harbour);

  it('that makes no sense is refused with a code of its own, and nothing is stored', async () => {
    const { roles, stored } = harbour;
    await world.as(OLIVIA).post(roles, AUDIT).expect(201);
    const cases: [object, number, object][] = [
      [{ ...AUDIT, key: 'property:manager' }, 409, { code: 'role_reserved' }],
      [{ ...AUDIT, key: 'org:admin', permissions: ['org:audit:read'] }, 409, { code: 'role_reserved' }],
      [AUDIT, 409, { code: 'role_exists' }],
      [
        { ...AUDIT, key: 'property:a', permissions: ['property:fly:high', 'property:audit:read'] },
        400,
        { code: 'unknown_permission', permissions: ['property:fly:high'] },
      ],
      [
        { ...AUDIT, key: 'org:a', permissions: ['org:organization:suspend'] },
        400,
        { code: 'unknown_permission', permissions: ['org:organization:suspend'] },
      ],
      [
        { ...AUDIT, key: 'property:a', permissions: ['org:audit:read'] },
        400,
        { code: 'permission_not_for_scope', permissions: ['org:audit:read'] },
      ],
      [
        { ...AUDIT, key: 'org:a', permissions: ['platform:users:read'] },
        400,
        { code: 'permission_not_for_scope', permissions: ['platform:users:read'] },
      ],
      [{ ...AUDIT, key: 'property:a', scopeKind: 'organization' }, 400, { code: 'bad_request' }],
      [{ ...AUDIT, key: 'platform:a' }, 400, { code: 'invalid_request' }],
      [{ ...AUDIT, key: 'property:A b' }, 400, { code: 'invalid_request' }],
      [{ ...AUDIT, key: 'property:a', permissions: [] }, 400, { code: 'invalid_request' }],
      [{ ...AUDIT, key: 'property:a', organizationId: world.alpine.id }, 400, { code: 'invalid_request' }],
    ];
    for (const [body, status, problem] of cases) {
      const refused = await world.as(OLIVIA).post(roles, body);
      expect([body, refused.status, refused.body]).toEqual([body, status, expect.objectContaining(problem)]);
    }
    for (const key of ['property:manager', 'org:admin']) {
      const builtIn = await world.as(OLIVIA).patch(`${roles}/${key}`, { name: 'x' }).expect(409);
      expect(builtIn.body.code).toBe('role_reserved');
    }
    await world.as('anton@alpine.test').delete(`${roles}/${AUDIT.key}`).expect(404);
    const alpine = `/api/v1/organizations/${world.alpine.id}/roles/${AUDIT.key}`;
    await world.as('anton@alpine.test').patch(alpine, { name: 'Mine' }).expect(404);
    expect(await stored()).toHaveLength(1);
  });
});
