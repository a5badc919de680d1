import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Response } from 'supertest';
import { acquaint } from '../../support/acquaint.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

/** Harbour Hotels begins with two properties, three grants and four members, Alpine Lodges with two properties. */
const LIMITS = { properties: 5, invitations: 3, grants: 6, members: 10 };

describe('what one organization may have', () => {
  let world: DemoWorld;
  let base: string;

  beforeAll(async () => {
    world = await startDemoWorld({
      variables: () => ({
        LIMIT_PROPERTIES_PER_ORGANIZATION: String(LIMITS.properties),
        LIMIT_INVITATIONS_PER_ORGANIZATION: String(LIMITS.invitations),
        LIMIT_GRANTS_PER_ORGANIZATION: String(LIMITS.grants),
        LIMIT_MEMBERS_PER_ORGANIZATION: String(LIMITS.members),
      }),
    });
    base = `/api/v1/organizations/${world.harbour.id}`;
  }, 120_000);

  afterAll(() => world.close());

  const olivia = () => world.as('olivia@harbour.test');
  const rows = async (table: string, organizationId = world.harbour.id) => {
    const [row] = await world.database.query<{ present: number }>(
      `select count(*)::int as present from ${table} where organization_id = $1`,
      [organizationId],
    );
    return row?.present;
  };
  const statuses = (answers: Response[]) => answers.map(({ status }) => status).toSorted();
  const addProperty = (slug: string, by = olivia(), organization = base) =>
    by.post(`${organization}/properties`, { name: slug, slug, timezone: 'UTC' });
  const refusalOf = (limited: keyof typeof LIMITS) => ({
    code: 'limit_reached',
    status: 409,
    detail: expect.stringMatching(
      /^The organization has \d+ of at most \d+ .+; .+, or have the limit raised/,
    ),
    limited,
    limit: LIMITS[limited],
  });

  it('is as many properties as the setting says, also when ten are added at once', async () => {
    const { id } = world.alpine;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        addProperty(`race-${n}`, world.as('anton@alpine.test'), `/api/v1/organizations/${id}`),
      ),
    );
    expect(statuses(answers)).toEqual([201, 201, 201, ...Array<number>(7).fill(409)]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject(refusalOf('properties'));
    expect(await rows('properties', id)).toBe(LIMITS.properties);
  });

  it('counts active properties, and lets no more be restored than there is room for', async () => {
    for (let n = 2; n < LIMITS.properties; n += 1) await addProperty(`more-${n}`).expect(201);
    const { body } = await olivia().get(`${base}/properties?limit=1`).expect(200);
    const archived = `${base}/properties/${body.data[0].id}`;
    await olivia().delete(archived).expect(204);
    await addProperty('instead').expect(201);
    const { body: refused } = await olivia().post(`${archived}/restore`).expect(409);
    expect(refused).toMatchObject(refusalOf('properties'));
  });

  it('lets archived properties not grow without an end', async () => {
    const nina = world.as('nina@nowhere.test');
    const { id } = (await nina.post('/api/v1/organizations', { name: 'Nina’s Inn' }).expect(201)).body;
    const own = `/api/v1/organizations/${id}`;
    for (let n = 0; n < LIMITS.properties; n += 1) await addProperty(`first-${n}`, nina, own).expect(201);
    for (let n = 0; n < LIMITS.properties + 1; n += 1) {
      const { body } = await nina.get(`${own}/properties?limit=1`).expect(200);
      await nina.delete(`${own}/properties/${body.data[0].id}`).expect(204);
      const answer = await addProperty(`again-${n}`, nina, own);
      if (answer.status === 409) {
        expect(answer.body).toMatchObject({ ...refusalOf('properties'), limit: 2 * LIMITS.properties });
        break;
      }
    }
    expect(await rows('properties', id)).toBe(2 * LIMITS.properties);
  });

  it('is as many open invitations, also when eight are sent at once; one taken back makes room; and as many members with them', async () => {
    const invite = (n: number) =>
      olivia().post(`${base}/invitations`, { email: `guest-${n}@guest.test`, role: 'org:member' });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => invite(n)));
    expect(statuses(answers)).toEqual([201, 201, 201, ...Array<number>(5).fill(409)]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject(refusalOf('invitations'));
    const sent = answers.find(({ status }) => status === 201)?.body.id;
    await olivia().delete(`${base}/invitations/${sent}`).expect(204);
    await invite(9).expect(201);

    // Open invitations count as members, also when five are added at once.
    const people = Array.from({ length: 5 }, (_, n) => `colleague-${n}@harbour.test`);
    const clerkIds = [...people, 'olivia@harbour.test'].map(
      (email) => world.clerk.control.ensureUser({ email }).id,
    );
    await world.settled();
    // Only people who are known can be added by their id.
    await acquaint(world.database, clerkIds);
    const ids = await Promise.all(people.map((email) => world.userId(email)));
    const added = await Promise.all(
      ids.map((userId) => olivia().post(`${base}/members`, { userId, role: 'org:member' })),
    );
    // Four members and three open invitations leave room for three.
    expect(statuses(added)).toEqual([201, 201, 201, 409, 409]);
    expect(added.find(({ status }) => status === 409)?.body).toMatchObject(refusalOf('members'));
  });

  it('is as many grants, single ones and many at once, and giving one again takes no room', async () => {
    const people = await Promise.all(
      ['mark@harbour.test', 'sam@harbour.test', 'vera@harbour.test'].map((email) => world.userId(email)),
    );
    const give = (userId: string, role: string) =>
      olivia().put(`${base}/properties/${world.harbour.seaside}/grants/${userId}`, { role });
    const roles = ['property:manager', 'property:staff', 'property:viewer'];
    const wanted = people.flatMap((userId) => roles.map((role) => [userId, role] as const));
    await Promise.all(wanted.map(([userId, role]) => give(userId, role)));
    expect(await rows('property_grants')).toBe(LIMITS.grants);
    await give(people[0]!, 'property:manager').expect(200);
    const { body } = await olivia()
      .post(`${base}/grants/bulk`, { role: 'property:staff', userIds: people, propertyIds: 'all' })
      .expect(409);
    expect(body).toMatchObject(refusalOf('grants'));
    expect(await rows('property_grants')).toBe(LIMITS.grants);
  });
});
