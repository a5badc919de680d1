import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { declareAs, DECLARATION, planOf } from './declaring.js';

const OWNER = 'owner@tenantry.test';
const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const SAM = 'sam@harbour.test';
const VERA = 'vera@harbour.test';

const CLEAN = { key: 'property:pools:clean', description: 'Clean pools', roles: ['property:staff'] };
const READ = { key: 'property:pools:read', description: 'See pools' };

const CLEANER = { key: 'property:cleaner', name: 'Cleaner', permissions: [CLEAN.key] };

interface Written {
  key: string;
  description: string;
  roles?: string[];
  includes?: string[];
}

describe('permissions that the application declares', () => {
  let world: DemoWorld;
  let organization: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    organization = `/api/v1/organizations/${world.harbour.id}`;
  });

  afterAll(() => world.close());

  // Nothing is declared, and nobody has a role that carries what another test declared.
  beforeEach(async () => {
    await world.database.query('delete from property_grants where role = $1', [CLEANER.key]);
    await world.database.query('delete from custom_roles where key = $1', [CLEANER.key]);
    await declare();
  });

  const staff = (proved = true) => world.as(OWNER, { fva: [proved ? 0 : 30, -1] });
  const plan = (permissions: Written[]) => planOf(staff(), permissions);
  const declare = (...permissions: Written[]) => declareAs(staff(), permissions);
  const check = async (who: string, permission: string, propertyId?: string): Promise<boolean | string> => {
    const { status, body } = await world
      .as(who)
      .post('/api/v1/access/check', { permission, organizationId: world.harbour.id, propertyId });
    return status === 200 ? body.allowed : body.code;
  };

  /** By a role that her organization made. */
  const makeVeraCleaner = async () => {
    const made = await world.as(OLIVIA).post(`${organization}/roles`, CLEANER);
    expect(made.status).toBe(201);
    const grants = `${organization}/properties/${world.harbour.oldTown}/grants/${await world.userId(VERA)}`;
    await world.as(OLIVIA).put(grants, { role: CLEANER.key }).expect(200);
  };

  it('are unknown until somebody declares them, and answered from the next request on', async () => {
    expect(await check(SAM, CLEAN.key, world.harbour.seaside)).toBe('unknown_permission');
    await declare(CLEAN);
    expect(await check(SAM, CLEAN.key, world.harbour.seaside)).toBe(true);
    expect(await check(MARK, CLEAN.key, world.harbour.seaside)).toBe(true);
    expect(await check(OLIVIA, CLEAN.key, world.harbour.oldTown)).toBe(true);
    expect(await check(VERA, CLEAN.key, world.harbour.oldTown)).toBe(false);
    const me = await world.as(SAM).get('/api/v1/me').expect(200);
    expect(me.body.organizations[0].properties[0].permissions).toContain(CLEAN.key);
    await declare();
    expect(await check(SAM, CLEAN.key, world.harbour.seaside)).toBe('unknown_permission');
  });

  it('are explained, with the remedy, and listed in both directions', async () => {
    await declare(CLEAN);
    const explained = await world.as(VERA).post('/api/v1/access/explain', {
      permission: CLEAN.key,
      organizationId: world.harbour.id,
      propertyId: world.harbour.oldTown,
    });
    expect(explained.body.allowed).toBe(false);
    expect(explained.body.remedy[0]).toMatchObject({ role: 'property:staff' });
    const question = `permission=${CLEAN.key}&organizationId=${world.harbour.id}`;
    const people = await world
      .as(OLIVIA)
      .get(`/api/v1/access/people?${question}&propertyId=${world.harbour.seaside}`)
      .expect(200);
    expect(people.body.data.map(({ emailAddress }: { emailAddress: string }) => emailAddress).sort()).toEqual(
      [MARK, OLIVIA, SAM],
    );
    const properties = await world.as(SAM).get(`/api/v1/access/properties?${question}`).expect(200);
    expect(properties.body.data.map(({ id }: { id: string }) => id)).toEqual([world.harbour.seaside]);
  });

  it('are planned first: who would gain and lose what, over all organizations', async () => {
    const planned = await plan([CLEAN, READ]);
    expect(planned).toMatchObject({ added: [CLEAN.key, READ.key], changed: [], removed: [], inUse: [] });
    // Staff: Sam; managers: Mark, Greta; admins on both properties: Olivia, Anton.
    expect(planned.gained).toMatchObject([
      { permission: CLEAN.key, people: 5, places: 4, pairs: 7, organizations: 2, staff: 0 },
      { permission: READ.key, people: 4, places: 4, pairs: 6, organizations: 2, staff: 0 },
    ]);
    expect(await check(SAM, CLEAN.key, world.harbour.seaside)).toBe('unknown_permission');
    await declare(CLEAN, READ);
    const narrower = await plan([
      { ...CLEAN, roles: [] },
      { ...READ, roles: ['operator'] },
    ]);
    expect(narrower.changed).toEqual([CLEAN.key, READ.key]);
    expect(narrower.gained).toMatchObject([
      { permission: READ.key, people: 0, places: 0, pairs: 0, organizations: 0, staff: 3 },
    ]);
    expect(narrower.gained[0].named).toHaveLength(3);
    expect(narrower.gained[0].named[0]).toMatchObject({ organizationId: null, propertyId: null });
    const sam = await world.userId(SAM);
    const there = { organizationId: world.harbour.id, propertyId: world.harbour.seaside };
    expect(narrower.lost).toEqual([
      {
        ...{ permission: CLEAN.key, people: 1, places: 1, pairs: 1, organizations: 1, staff: 0 },
        named: [{ userId: sam, ...there }],
      },
    ]);
  });

  it('are applied as planned or not at all', async () => {
    await declare(CLEAN);
    const first = await plan([CLEAN, READ]);
    const second = await plan([READ]);
    await staff()
      .put(DECLARATION, { permissions: [CLEAN, READ], hash: first.hash })
      .expect(200);
    const late = await staff().put(DECLARATION, { permissions: [READ], hash: second.hash });
    expect([late.status, late.body.code]).toEqual([409, 'plan_outdated']);
    const other = await staff().put(DECLARATION, { permissions: [CLEAN], hash: first.hash });
    expect([other.status, other.body.code]).toEqual([409, 'plan_outdated']);
    const stored = await world.as(OWNER).get(DECLARATION).expect(200);
    expect(stored.body.permissions.map(({ key }: Written) => key)).toEqual([CLEAN.key, READ.key]);
    const { hash } = await plan([READ]);
    const unproved = await staff(false).put(DECLARATION, { permissions: [READ], hash });
    expect([unproved.status, unproved.body.code]).toEqual([403, 'reverification_required']);
    const admin = await world
      .as('admin@tenantry.test', { fva: [0, -1] })
      .put(DECLARATION, { permissions: [], hash });
    expect(admin.status).toBe(403);
  });

  it('may stand in roles of an organization, and do not go while they do', async () => {
    await declare(CLEAN, READ);
    await makeVeraCleaner();
    const made = await world.as(OLIVIA).get(`${organization}/roles/${CLEANER.key}`).expect(200);
    expect(made.body.permissions).toEqual([{ key: CLEAN.key, description: 'Clean pools' }]);
    expect(await check(VERA, CLEAN.key, world.harbour.oldTown)).toBe(true);
    const planned = await plan([READ]);
    const inUse = [{ permission: CLEAN.key, customRoles: 1, organizations: 1, clerkRoles: 0, agents: 0 }];
    expect(planned.inUse).toEqual(inUse);
    const refused = await staff().put(DECLARATION, { permissions: [READ], hash: planned.hash });
    expect([refused.status, refused.body.code, refused.body.inUse]).toEqual([
      409,
      'permission_in_use',
      inUse,
    ]);
    const other = await world.as(OLIVIA).post(`${organization}/roles`, {
      ...CLEANER,
      key: 'property:other',
      permissions: ['property:pools:paint'],
    });
    expect([other.status, other.body.code]).toEqual([400, 'unknown_permission']);
  });

  it('do not go while an agent has them either', async () => {
    await declare(CLEAN, READ);
    const agents = `${organization}/agents`;
    const made = await world
      .as(SAM, { fva: [0, -1] })
      .post(agents, { name: 'Pool robot', permissions: [CLEAN.key], propertyIds: [world.harbour.seaside] })
      .expect(201);
    const planned = await plan([READ]);
    expect(planned.inUse).toEqual([
      { permission: CLEAN.key, customRoles: 0, organizations: 0, clerkRoles: 0, agents: 1 },
    ]);
    const refused = await staff().put(DECLARATION, { permissions: [READ], hash: planned.hash });
    expect([refused.status, refused.body.code]).toEqual([409, 'permission_in_use']);
    await world
      .as(SAM, { fva: [0, -1] })
      .delete(`${agents}/${made.body.id}`)
      .expect(204);
    expect((await plan([READ])).inUse).toEqual([]);
  });

  it('bring along what they include, in built-in, own and Clerk’s roles, in checks and lists', async () => {
    await declare({ ...CLEAN, includes: [READ.key] }, READ);
    await makeVeraCleaner();
    expect(await check(SAM, READ.key, world.harbour.seaside)).toBe(true);
    expect(await check(VERA, READ.key, world.harbour.oldTown)).toBe(true);
    const question = `permission=${READ.key}&organizationId=${world.harbour.id}`;
    const properties = await world.as(VERA).get(`/api/v1/access/properties?${question}`).expect(200);
    expect(properties.body.data.map(({ id }: { id: string }) => id)).toEqual([world.harbour.oldTown]);
    const people = await world
      .as(OLIVIA)
      .get(`/api/v1/access/people?${question}&propertyId=${world.harbour.oldTown}`)
      .expect(200);
    expect(people.body.data.map(({ emailAddress }: { emailAddress: string }) => emailAddress).sort()).toEqual(
      [OLIVIA, VERA],
    );
    // An edit of a role tells of it too.
    const edit = { permissions: ['property:property:read'] };
    const preview = await world.as(OLIVIA).patch(`${organization}/roles/${CLEANER.key}?dryRun=true`, edit);
    expect(preview.body.lost.map(({ permission }: { permission: string }) => permission)).toEqual([
      CLEAN.key,
      READ.key,
    ]);
    const narrower = await plan([CLEAN, READ]);
    // Vera by her own role, Sam as staff; who holds it by another role as well loses nothing.
    expect(narrower.lost).toMatchObject([
      { permission: READ.key, people: 2, places: 2, pairs: 2, organizations: 1, staff: 0 },
    ]);
  });

  it.each([
    ['a built-in one', { key: 'property:members:read' }, 'key', /built-in/],
    ['a name of Clerk', { key: 'org:sys_profile:manage' }, 'key', /Clerk/],
    ['a malformed name', { key: 'rooms' }, 'key', /<level>/],
    ['an unknown role', { roles: ['property:chef'] }, 'roles[0]', /no built-in role/],
    [
      'a role that is too narrow',
      { key: 'org:rooms:count', roles: ['property:staff'] },
      'roles[0]',
      /cannot carry/,
    ],
    ['an unknown inclusion', { includes: ['property:pools:paint'] }, 'includes[0]', /not declared/],
    ['itself', { includes: ['property:pools:clean'] }, 'includes[0]', /include each other/],
  ])('are refused with a sentence: %s', async (_, wrong, field, message) => {
    const refused = await staff().post(`${DECLARATION}/plan`, {
      permissions: [{ ...CLEAN, roles: [], ...wrong }],
    });
    expect([refused.status, refused.body.code]).toEqual([400, 'declaration_faulty']);
    expect(refused.body.errors).toEqual([
      { field: `permissions[0].${field}`, message: expect.stringMatching(message) },
    ]);
  });

  it('are listed with their words for everybody who is signed in', async () => {
    await declare({ ...CLEAN, includes: [READ.key] }, READ);
    const listed = await world.as('nina@nowhere.test').get('/api/v1/permissions').expect(200);
    const keys = listed.body.data.map(({ key }: Written) => key);
    expect(keys).toEqual(expect.arrayContaining(['org:members:read', CLEAN.key, READ.key]));
    expect(listed.body.data.find(({ key }: Written) => key === CLEAN.key)).toEqual({
      key: CLEAN.key,
      scopeKind: 'property',
      description: 'Clean pools',
      builtIn: false,
      roles: ['property:staff'],
      includes: [READ.key],
    });
  });

  it('leave a row in the audit log for each change', async () => {
    await declare({ ...CLEAN, includes: [READ.key] }, READ);
    const { id } = await declare(CLEAN, { ...READ, description: 'See the pools' });
    const [row] = await world.database.query<{ change: object }>(
      `select change from audit_events where action = 'permissions.declared' and target_id = $1`,
      [id],
    );
    expect(row?.change).toMatchObject({ added: [], changed: [CLEAN.key, READ.key], removed: [] });
  });
});
