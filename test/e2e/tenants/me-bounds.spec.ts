import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

interface Listed {
  id: string;
  name: string;
  roles: string[];
  permissions: string[];
}

describe('your own view', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
    await addProperties(world.harbour.id, 2_000, 'P');
  }, 120_000);

  afterAll(() => world.close());

  const me = async (email: string) => (await world.as(email).get('/api/v1/me').expect(200)).body;
  const addProperties = (organizationId: string, count: number, prefix: string) =>
    world.database.query(
      `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
       select $1, gen_random_uuid(), $3 || n, $3 || lpad((n % 500)::text, 4, '0'), 'UTC',
              case when n % 10 = 0 then 'archived' else 'active' end, now(), now() from generate_series(1, $2) n`,
      [organizationId, count, prefix],
    );
  /** Every page from a cursor on, and no page longer than asked for. */
  const walk = async (email: string, path: string, cursor: string | null): Promise<Listed[]> => {
    const found: Listed[] = [];
    for (let next = cursor; next !== null;) {
      const glue = path.includes('?') ? '&' : '?';
      const { body } = await world.as(email).get(`${path}${glue}limit=100&cursor=${next}`).expect(200);
      expect(body.data.length).toBeLessThanOrEqual(100);
      found.push(...body.data);
      next = body.nextCursor;
    }
    return found;
  };
  const propertiesPath = (organizationId: string) => `/api/v1/me/properties?organizationId=${organizationId}`;

  it('tells a small tenant all of it', async () => {
    const { organizations, organizationsCount, organizationsNextCursor } = await me('mark@harbour.test');
    expect([organizationsCount, organizationsNextCursor]).toEqual([1, null]);
    expect(organizations[0]).toMatchObject({
      id: world.harbour.id,
      role: 'org:member',
      properties: [{ id: world.harbour.seaside, slug: 'seaside', roles: ['property:manager'] }],
      propertiesCount: 1,
      propertiesNextCursor: null,
    });
  });

  it('tells an owner of thousands of properties the first hundred, how many there are, and where it goes on', async () => {
    const body = await me('olivia@harbour.test');
    expect(JSON.stringify(body).length).toBeLessThan(64_000);
    const [harbour] = body.organizations;
    expect([harbour.properties.length, harbour.propertiesCount]).toEqual([100, 1_802]);
    const further = await walk(
      'olivia@harbour.test',
      propertiesPath(world.harbour.id),
      harbour.propertiesNextCursor,
    );
    const all: Listed[] = [...harbour.properties, ...further];
    const stored = await world.database.query<{ id: string }>(
      `select id from properties where organization_id = $1 and status = 'active' order by name, id`,
      [world.harbour.id],
    );
    expect(all.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
    expect(new Set(all.map(({ permissions }) => permissions.join())).size).toBe(1);
  });

  it('tells who holds grants of those alone, as a check would answer', async () => {
    const userId = await world.userId('vera@harbour.test');
    await world.database.query(
      `insert into property_grants (organization_id, property_id, user_id, role, granted_at, valid_from, expires_at)
       select organization_id, id, $2, case n % 2 when 0 then 'property:staff' else 'property:viewer' end, now(),
              case n % 7 when 0 then now() + interval '1 hour' else now() - interval '2 hours' end,
              case n % 5 when 0 then now() - interval '1 hour' when 1 then now() + interval '2 hours' end
       from (select *, row_number() over (order by id) as n from properties where organization_id = $1 limit 400) p
       where n % 35 <> 0 on conflict do nothing`,
      [world.harbour.id, userId],
    );
    const [harbour] = (await me('vera@harbour.test')).organizations;
    const further = await walk(
      'vera@harbour.test',
      propertiesPath(world.harbour.id),
      harbour.propertiesNextCursor,
    );
    const mine = new Set([...harbour.properties, ...further].map(({ id }: Listed) => id));
    expect(mine.size).toBe(harbour.propertiesCount);
    const { body: first } = await world
      .as('vera@harbour.test')
      .get('/api/v1/access/properties?permission=property:property:read&limit=100')
      .expect(200);
    const allowed = [
      ...first.data,
      ...(await walk(
        'vera@harbour.test',
        '/api/v1/access/properties?permission=property:property:read',
        first.nextCursor,
      )),
    ].map(({ id }: Listed) => id);
    expect(mine).toEqual(new Set(allowed));
    expect(mine.size).toBeGreaterThan(100);
  });

  it('tells somebody of many organizations the first hundred of them, with a hundred properties in all', async () => {
    const userId = await world.userId('nina@nowhere.test');
    await world.database.query(
      `with added as (
         insert into organizations (id, name, status, created_at, updated_at)
         select gen_random_uuid(), 'Chain ' || lpad(n::text, 4, '0'), 'active', now(), now()
         from generate_series(1, 130) n returning id
       ) insert into memberships (organization_id, user_id, role, created_at, updated_at)
         select id, $1, 'org:admin', now(), now() from added`,
      [userId],
    );
    await world.database.query(
      `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
       select id, gen_random_uuid(), 'house-' || n, 'House ' || n, 'UTC', 'active', now(), now()
       from organizations, generate_series(1, 3) n where name like 'Chain %'`,
    );
    const body = await me('nina@nowhere.test');
    expect(body.organizations).toHaveLength(100);
    expect(body.organizationsCount).toBe(130);
    expect(body.organizations.flatMap(({ properties }: { properties: Listed[] }) => properties)).toHaveLength(
      100,
    );
    const rest = await walk('nina@nowhere.test', '/api/v1/me/organizations', body.organizationsNextCursor);
    expect([...body.organizations, ...rest].map(({ name }: Listed) => name)).toEqual(
      Array.from({ length: 130 }, (_, n) => `Chain ${String(n + 1).padStart(4, '0')}`),
    );
    const unshown = body.organizations[99];
    expect([unshown.properties, unshown.propertiesCount]).toEqual([[], 3]);
    expect(
      await walk('nina@nowhere.test', propertiesPath(unshown.id), unshown.propertiesNextCursor),
    ).toHaveLength(3);
  });

  it('is nobody else’s: neither the cursor nor the organization', async () => {
    const [harbour] = (await me('olivia@harbour.test')).organizations;
    const { body } = await world
      .as('vera@harbour.test')
      .get(`${propertiesPath(world.harbour.id)}&cursor=${harbour.propertiesNextCursor}`)
      .expect(400);
    expect(body.code).toBe('invalid_cursor');
    await world.as('anton@alpine.test').get(propertiesPath(world.harbour.id)).expect(404);
  });
});
