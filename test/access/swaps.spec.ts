import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canariesOf, leaksIn, sumOfTenant } from './canaries.js';
import type { Fixtures } from './scene.js';
import { type ApiRequest, inParallel, send, Tokens } from './http.js';
import { type MatrixRow, readMatrix } from './matrix.js';
import { type Target, targetsOf } from './people.js';
import { type QuietTenants, startQuietTenants } from './quiet-app.js';
import { makeFixtures, sceneOf } from './stage.js';
import { swappedRequests, type Victim } from './swaps.js';
import { changedTables, TableState } from './table-state.js';
import { holderOf, type Tenant } from './tenants.js';

/** At least so many answers; `ACCESS_SWAPS=50000` for the long run. */
const WANTED = Number(process.env['ACCESS_SWAPS'] ?? '4000');
// What is sent while the API is asked for one's own things only; those lines have no other tenant to meet.
const matrix = readMatrix().filter(({ path }) => path.startsWith('/api/v1/'));

describe('ids of the other tenant', () => {
  let world: QuietTenants;
  let fixtures: Fixtures;
  let tokens: Tokens;
  let state: TableState;
  let pristine: Map<string, string>;
  const canaries = new Map<Tenant, string[]>();
  const cursors = new Map<Tenant, string[]>();
  let answers = 0;

  beforeAll(async () => {
    world = await startQuietTenants({ spares: 24 });
    fixtures = await makeFixtures(world);
    tokens = new Tokens(world.clerk);
    for (const tenant of world.tenants) {
      canaries.set(tenant, await canariesOf(world.database, tenant));
      cursors.set(tenant, await cursorsOf(tenant));
    }
    state = await TableState.save(world.database);
    pristine = await state.read();
  }, 120_000);

  afterAll(() => world.close());

  it('are known by dozens of canaries, which the other tenant’s own people do see', async () => {
    for (const tenant of world.tenants) {
      expect(canaries.get(tenant)!.length).toBeGreaterThan(50);
      expect(cursors.get(tenant)!.length).toBeGreaterThan(5);
      const path = `/api/v1/organizations/${tenant.id}/members?limit=100`;
      const { text } = await send(world.url, { method: 'GET', path }, tokens.of(tenant.admin));
      expect(leaksIn(text, canaries.get(tenant)!).length).toBeGreaterThan(20);
      expect(leaksIn(text, canaries.get(world.other(tenant))!)).toEqual([]);
    }
  });

  it(
    'bring back not one byte of it and change not one row of it, in any place of any request',
    async () => {
      const seen = new Map<number, number>();
      while (answers < WANTED) {
        for (const target of targets()) await swapEverywhere(target, seen);
      }
      expect(answers).toBeGreaterThanOrEqual(WANTED);
      expect([...seen.keys()].filter((status) => status >= 500)).toEqual([]);
      expect(seen.get(404)).toBeGreaterThan(answers / 4);
    },
    Math.max(600_000, WANTED * 30),
  );

  it('do not come out of an idempotency key that the other tenant has used', async () => {
    const [first, second] = world.tenants;
    const create = (tenant: Tenant) =>
      send(
        world.url,
        {
          method: 'POST',
          path: `/api/v1/organizations/${tenant.id}/properties`,
          body: { name: `Annex ${tenant.slug}`, slug: 'annex' },
          headers: { 'idempotency-key': 'the-same-key' },
        },
        tokens.of(tenant.admin),
      );
    const [one, other] = [await create(first), await create(second)];
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.headers.get('idempotent-replayed')).toBeNull();
    expect(leaksIn(other.text, [...canaries.get(first)!, `Annex ${first.slug}`])).toEqual([]);
    await state.restore(pristine, await state.read());
  });

  it('open nothing when a token names the other tenant as the active organization', async () => {
    for (const tenant of world.tenants) {
      const victim = world.other(tenant);
      const token = tokens.of(tenant.admin, { o: { id: victim.clerkId, rol: 'admin', slg: victim.slug } });
      for (const path of [
        '/api/v1/me',
        '/api/v1/organizations',
        `/api/v1/organizations/${victim.id}`,
        `/api/v1/organizations/${victim.id}/members`,
        `/api/v1/organizations/${tenant.id}/members`,
      ]) {
        const { text } = await send(world.url, { method: 'GET', path }, token);
        expect({ path, leaks: leaksIn(text, canaries.get(victim)!) }).toEqual({ path, leaks: [] });
      }
    }
  });

  /** Both foreign properties are put into each request, so one of the own ones is enough for the usual run. */
  function targets(): Target[] {
    return targetsOf(world).filter((_, index) => WANTED > 4_000 || index % 2 === 0);
  }

  async function swapEverywhere(target: Target, seen: Map<number, number>): Promise<void> {
    const other = world.other(target.tenant);
    const place = other.places[target.tenant.places.indexOf(target.place)]!;
    const victim: Victim = {
      tenant: other,
      place,
      fixtures,
      userIds: await idsOfPeople([other.admin, other.spareMembers[0]!]),
      cursors: cursors.get(other)!,
    };
    const before = await sumOfTenant(world.database, other);
    for (const row of matrix) {
      for (const email of attackersOf(target)) {
        const requests = swappedRequests(row, sceneOf(world, fixtures, target, { email }), victim);
        await inParallel(requests, 8, (request) => tryOne(row, request, email, other, seen));
      }
      const after = await state.read();
      if (changedTables(pristine, after).length === 0) continue;
      expect([row.name, await sumOfTenant(world.database, other)]).toEqual([row.name, before]);
      await state.restore(pristine, after);
    }
  }

  async function tryOne(
    row: MatrixRow,
    request: ApiRequest,
    email: string,
    victim: Tenant,
    seen: Map<number, number>,
  ): Promise<void> {
    answers += 1;
    const { status, text, headers } = await send(world.url, request, tokens.of(email));
    seen.set(status, (seen.get(status) ?? 0) + 1);
    const leaks = leaksIn(text + JSON.stringify([...headers]), canaries.get(victim)!, request);
    if (leaks.length > 0) expect({ row: row.name, email, request, status, leaks }).toEqual({ leaks: [] });
    // What the path names decides before anything else is looked at.
    if (namesPlaceOf(victim, request.path) && status !== 404)
      expect({ row: row.name, email, request, status, text }).toEqual({ status: 404 });
  }

  function namesPlaceOf({ id, clerkId, places }: Tenant, path: string): boolean {
    const segments = path.split('?', 1)[0]!.split('/');
    const ids = [id, id.toUpperCase(), clerkId, ...places.map((place) => place.id)];
    return segments.some((segment, index) => index > 3 && ids.includes(segment));
  }

  function attackersOf({ tenant, place }: Target): string[] {
    return [
      tenant.admin,
      tenant.member,
      holderOf(tenant, place, 'manager'),
      holderOf(tenant, place, 'viewer'),
    ];
  }

  async function idsOfPeople(emails: string[]): Promise<string[]> {
    const rows = await world.database.query<{ id: string; clerk_id: string }>(
      'select id, clerk_id from users where email_address = any ($1)',
      [emails],
    );
    return rows.flatMap(({ id, clerk_id }) => [id, clerk_id]);
  }

  /** What the lists give this tenant's own people as the way to the next page. */
  async function cursorsOf(tenant: Tenant): Promise<string[]> {
    const organization = `/api/v1/organizations/${tenant.id}`;
    const [property] = tenant.places;
    const lists = ['members', 'invitations', 'properties', 'grants', `properties/${property.id}/grants`];
    const answersOfLists = await inParallel(lists, 2, async (list) => {
      const path = `${organization}/${list}?limit=1`;
      const { text } = await send(world.url, { method: 'GET', path }, tokens.of(tenant.admin));
      return (JSON.parse(text) as { nextCursor: string | null }).nextCursor;
    });
    const more = await inParallel(['owner', 'admin'], 1, async (role) => {
      const request = { method: 'GET', path: '/api/v1/users?limit=1' };
      const { text } = await send(world.url, request, tokens.of(`${role}@tenantry.test`));
      return (JSON.parse(text) as { nextCursor: string | null }).nextCursor;
    });
    return [...answersOfLists, ...more].filter((cursor) => cursor !== null);
  }
});
