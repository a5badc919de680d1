import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const PEOPLE = ['olivia', 'mark', 'sam', 'vera'].map((name) => `${name}@harbour.test`);
const OF_PROPERTIES = [
  'property:property:read',
  'property:property:manage',
  'property:members:read',
  'property:members:manage',
  'property:audit:read',
];

describe('the lists of who and where', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
    const olivia = world.as('olivia@harbour.test');
    const organization = `/api/v1/organizations/${world.harbour.id}`;
    // A role of its own on a property, one on the organization, one that is over and one that has not begun.
    await olivia
      .post(`${organization}/roles`, {
        key: 'property:keys',
        name: 'Keys',
        permissions: ['property:members:read'],
      })
      .expect(201);
    await olivia
      .post(`${organization}/roles`, {
        key: 'org:auditor',
        name: 'Auditor',
        permissions: ['property:audit:read', 'org:audit:read'],
      })
      .expect(201);
    const grants = (property: string) => `${organization}/properties/${property}/grants`;
    const give = async (path: string, email: string, body: object) =>
      olivia.put(`${path}/${await world.userId(email)}`, body).expect(200);
    await give(grants(world.harbour.oldTown), 'sam@harbour.test', { role: 'property:keys' });
    await give(`${organization}/grants`, 'vera@harbour.test', { role: 'org:auditor' });
    await give(grants(world.harbour.seaside), 'vera@harbour.test', {
      role: 'property:manager',
      expiresAt: '2099-01-01T00:00:00Z',
    });
    await give(grants(world.harbour.oldTown), 'mark@harbour.test', {
      role: 'property:manager',
      validFrom: '2098-01-01T00:00:00Z',
    });
    await world.database.query(
      `update property_grants set valid_from = now() - interval '2 h', expires_at = now() - interval '1 h'
       where user_id = $1 and expires_at is not null`,
      [await world.userId('vera@harbour.test')],
    );
  });

  afterAll(() => world.close());

  const pages = async (email: string, path: string, limit = 100): Promise<Record<string, string>[]> => {
    const found: Record<string, string>[] = [];
    for (let cursor = ''; ;) {
      const { body } = await world.as(email).get(`${path}&limit=${limit}${cursor}`).expect(200);
      found.push(...body.data);
      if (body.nextCursor === null) return found;
      cursor = `&cursor=${body.nextCursor as string}`;
    }
  };
  const allowed = async (requester: string, checks: object[]): Promise<boolean[]> => {
    const { body } = await world.as(requester).post('/api/v1/access/check/batch', { checks }).expect(200);
    return body.results.map((result: { allowed: boolean }) => result.allowed);
  };

  it('name exactly those for whom the single question is answered yes', async () => {
    const organizationId = world.harbour.id;
    for (const propertyId of [world.harbour.seaside, world.harbour.oldTown, undefined]) {
      for (const permission of [...OF_PROPERTIES, 'org:audit:read', 'org:members:read']) {
        const checks = await Promise.all(
          PEOPLE.map(async (email) => ({
            permission,
            organizationId,
            propertyId,
            userId: await world.userId(email),
          })),
        );
        const answers = await allowed('olivia@harbour.test', checks);
        const at = propertyId === undefined ? '' : `&propertyId=${propertyId}`;
        const listed = await pages(
          'olivia@harbour.test',
          `/api/v1/access/people?permission=${permission}&organizationId=${organizationId}${at}`,
          1,
        );
        const expected = PEOPLE.filter((_, index) => answers[index]).sort();
        expect([propertyId, permission, listed.map((each) => each['emailAddress']).sort()]).toEqual([
          propertyId,
          permission,
          expected,
        ]);
      }
    }
  });

  it('name exactly the properties where the single question is answered yes, for oneself and for others', async () => {
    const organizationId = world.harbour.id;
    const properties = [world.harbour.seaside, world.harbour.oldTown];
    for (const email of PEOPLE) {
      const userId = await world.userId(email);
      for (const permission of OF_PROPERTIES) {
        const answers = await allowed(
          'olivia@harbour.test',
          properties.map((propertyId) => ({ permission, organizationId, propertyId, userId })),
        );
        const expected = properties.filter((_, index) => answers[index]).sort();
        const own = await pages(email, `/api/v1/access/properties?permission=${permission}`, 1);
        const seen = await pages(
          'olivia@harbour.test',
          `/api/v1/access/properties?permission=${permission}&organizationId=${organizationId}&userId=${userId}`,
        );
        const ids = (list: Record<string, string>[]) => list.map(({ id }) => id).sort();
        expect([email, permission, ids(own)]).toEqual([email, permission, expected]);
        expect([email, permission, ids(seen)]).toEqual([email, permission, expected]);
      }
    }
  });

  it('agree with the guard: what is listed opens, what is not does not', async () => {
    for (const email of [...PEOPLE, 'anton@alpine.test', 'nina@nowhere.test']) {
      const listed = await pages(email, '/api/v1/access/properties?permission=property:property:read');
      const places = [
        [world.harbour.id, world.harbour.seaside],
        [world.harbour.id, world.harbour.oldTown],
        [world.alpine.id, world.alpine.glacier],
      ] as const;
      for (const [organizationId, id] of places) {
        const { status } = await world
          .as(email)
          .get(`/api/v1/organizations/${organizationId}/properties/${id}`);
        expect([email, id, status === 200]).toEqual([email, id, listed.some((each) => each['id'] === id)]);
      }
    }
  });

  it('are given to those only who may know', async () => {
    const people = `/api/v1/access/people?permission=property:property:read&organizationId=${world.harbour.id}`;
    const status = async (email: string, path: string, reason?: string) => {
      const request = world.as(email).get(path);
      const { body, status } = await (reason === undefined
        ? request
        : request.set('X-Access-Reason', reason));
      return status === 200 ? 200 : `${status} ${body.code}`;
    };
    const ofSeaside = `${people}&propertyId=${world.harbour.seaside}`;
    expect(await status('anton@alpine.test', people)).toBe('404 not_found');
    expect(await status('nina@nowhere.test', ofSeaside)).toBe('404 not_found');
    expect(await status('olivia@harbour.test', `${people}&propertyId=${world.alpine.glacier}`)).toBe(
      '404 not_found',
    );
    expect(await status('vera@harbour.test', `${people}&propertyId=${world.harbour.oldTown}`)).toBe(
      '403 permission_missing',
    );
    expect(await status('operator@tenantry.test', ofSeaside)).toBe('403 access_reason_required');
    expect(await status('operator@tenantry.test', ofSeaside, 'Ticket 4711')).toBe(200);
    const marks = `/api/v1/access/properties?permission=property:property:read&organizationId=${world.harbour.id}&userId=${await world.userId('mark@harbour.test')}`;
    expect(await status('sam@harbour.test', marks)).toBe('403 permission_missing');
    expect(await status('anton@alpine.test', marks)).toBe('404 not_found');
    expect(await status('sam@harbour.test', '/api/v1/access/properties?permission=org:members:read')).toBe(
      '400 permission_not_for_scope',
    );
    expect(await status('sam@harbour.test', '/api/v1/access/properties?permission=property:x:y')).toBe(
      '400 unknown_permission',
    );
    expect(await status('sam@harbour.test', `${people}&cursor=abcdefgh`)).toBe('400 invalid_cursor');
  });

  it('leave out archived properties and suspended organizations, and staff see what they visit', async () => {
    const archived = `/api/v1/organizations/${world.alpine.id}/properties/${world.alpine.valley}`;
    await world.as('anton@alpine.test').delete(archived).expect(204);
    const mine = '/api/v1/access/properties?permission=property:property:read';
    expect(await pages('anton@alpine.test', mine)).toEqual([
      { id: world.alpine.glacier, organizationId: world.alpine.id, slug: 'glacier', name: 'glacier' },
    ]);
    expect(await pages('operator@tenantry.test', mine)).toEqual([]);
    const visited = await world
      .as('operator@tenantry.test')
      .get(`${mine}&organizationId=${world.alpine.id}`)
      .set('X-Access-Reason', 'Ticket 4711')
      .expect(200);
    expect(visited.body.data.map(({ id }: { id: string }) => id)).toEqual([world.alpine.glacier]);
    await world.database.query(`update organizations set status = 'suspended' where id = $1`, [
      world.alpine.id,
    ]);
    expect(await pages('anton@alpine.test', mine)).toEqual([]);
    const refused = await world
      .as('anton@alpine.test')
      .get(`${mine}&organizationId=${world.alpine.id}`)
      .expect(403);
    expect(refused.body.code).toBe('organization_suspended');
    await world.database.query(`update organizations set status = 'active' where id = $1`, [world.alpine.id]);
  });
});
