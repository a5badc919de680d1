import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startClerkEmulator, type ClerkEmulator } from '@tenantry/clerk-emulator';
import { request, TEST_KEYS, type Json } from './sdk-client.js';

interface Row {
  id: string;
  created_at: number;
}

describe('lists', () => {
  let clerk: ClerkEmulator;
  let crowded: ClerkEmulator;
  const get = async (path: string, from = clerk): Promise<Json> =>
    (await request(from, 'GET', `/v1${path}`)).body;
  const ids = (rows: Row[]): string[] => rows.map(({ id }) => id);

  beforeAll(async () => {
    clerk = await startClerkEmulator({ port: 0, keys: TEST_KEYS, rateLimits: 'off' });
    crowded = await startClerkEmulator({ port: 0, keys: TEST_KEYS, rateLimits: 'off' });
    await clerk.control.seed({ users: 1_203, organizations: 25, membershipsPerOrganization: 30, seed: 7 });
  });
  afterAll(() => Promise.all([clerk.stop(), crowded.stop()]));

  it('give ten rows unless asked, 500 at most, and ten again for 501', async () => {
    expect(await get('/users')).toHaveLength(10);
    expect(await get('/users?limit=500')).toHaveLength(500);
    expect(await get('/users?limit=501')).toHaveLength(10);
    expect((await request(clerk, 'GET', '/v1/users?limit=0')).status).toBe(422);
    expect((await request(clerk, 'GET', '/v1/users?limit=ten')).status).toBe(422);
  });

  it('are bare for users and in an envelope for organizations', async () => {
    expect(Array.isArray(await get('/users'))).toBe(true);
    expect(await get('/organizations')).toMatchObject({ total_count: 25 });
    expect(await get('/users/count')).toEqual({ object: 'total_count', total_count: 1_203 });
  });

  it.each(['-created_at', '%2Bcreated_at'])(
    'walk all users by cursor in order %s, each once',
    async (order) => {
      const seen: string[] = [];
      for (let cursor = ''; ;) {
        const page: Row[] = await get(
          `/users?limit=500&order_by=${order}${cursor && `&starting_after=${cursor}`}`,
        );
        seen.push(...ids(page));
        if (page.length < 500) break;
        cursor = page.at(-1)!.id;
      }
      expect(new Set(seen).size).toBe(1_203);
      const offsets = [0, 500, 1000].map((offset) =>
        get(`/users?limit=500&offset=${offset}&order_by=${order}`),
      );
      expect(seen).toEqual((await Promise.all(offsets)).flatMap((page: Row[]) => ids(page)));
    },
  );

  it('refuse a cursor with another order, with an offset, or of nobody', async () => {
    const [user] = await get('/users');
    const cursor = `/v1/users?starting_after=${user.id}`;
    expect((await request(clerk, 'GET', `${cursor}&order_by=first_name`)).status).toBe(422);
    expect((await request(clerk, 'GET', `${cursor}&offset=1`)).status).toBe(422);
    expect((await request(clerk, 'GET', '/v1/users?starting_after=user_nobody')).status).toBe(422);
  });

  it('filter users by id, external id, e-mail, organization and text', async () => {
    const [first, second] = await get('/users?limit=2');
    expect(ids(await get(`/users?user_id=${first.id}&user_id=${second.id}`)).sort()).toEqual(
      ids([first, second]).sort(),
    );
    expect(ids(await get(`/users?external_id=${first.external_id}`))).toEqual([first.id]);
    const address = first.email_addresses[0].email_address;
    expect(ids(await get(`/users?email_address=${address.toUpperCase()}`))).toEqual([first.id]);
    expect(ids(await get(`/users?query=${address}`))).toEqual([first.id]);
    const without = await get(`/users/count?user_id=-${first.id}`);
    expect(without.total_count).toBe(1_202);
    const { data } = await get('/organizations?limit=1');
    expect((await get(`/users/count?organization_id=${data[0].id}`)).total_count).toBe(30);
    expect((await get('/users/count?banned=true')).total_count).toBe(0);
  });

  it('sort users by name', async () => {
    const names = (await get('/users?order_by=last_name&limit=500')).map((user: Json) => user.last_name);
    expect(names).toEqual([...names].sort());
    expect((await request(clerk, 'GET', '/v1/users?order_by=shoe_size')).status).toBe(422);
  });

  it('page through all memberships of the instance without gap or repetition', async () => {
    const pages = await Promise.all(
      [0, 500].map((offset) => get(`/organization_memberships?limit=500&offset=${offset}`)),
    );
    const all = pages.flatMap(({ data }: { data: Row[] }) => ids(data));
    expect([pages[0].total_count, new Set(all).size]).toEqual([750, 750]);
  });

  it('show the members of an organization by role and by person', async () => {
    const { data } = await get('/organizations?limit=1&include_members_count=true');
    expect(data[0].members_count).toBe(30);
    const admins = await get(`/organizations/${data[0].id}/memberships?role=org:admin`);
    expect(admins.total_count).toBe(1);
    const admin = admins.data[0].public_user_data.user_id;
    const one = await get(`/organizations/${data[0].id}/memberships?user_id=${admin}`);
    expect(one.data.map((membership: Json) => membership.public_user_data.user_id)).toEqual([admin]);
    expect((await get(`/users/${admin}/organization_memberships`)).total_count).toBeGreaterThan(0);
  });

  it('keep page walks cheap at size', async () => {
    await crowded.control.seed({ users: 30_000, seed: 8 });
    const started = performance.now();
    let cursor = '';
    let count = 0;
    for (;;) {
      const page: Row[] = await get(`/users?limit=500${cursor && `&starting_after=${cursor}`}`, crowded);
      count += page.length;
      if (page.length < 500) break;
      cursor = page.at(-1)!.id;
    }
    expect(count).toBe(30_000);
    // A walk that sorted or scanned everything for each page would take minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
