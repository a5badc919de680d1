import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ErasureRunService } from '#privacy';
import { identifiersIn } from '#users';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { relatedPair, type Somebody } from '../../support/related-people.js';
import { until } from '../../support/test-app.js';
import { atClerk } from '../../support/at-clerk.js';
import { download, unzip } from './export-archive.js';

/** Pairs of people in one database: each of them against all others. Four fit into a minute of one shared core. */
const PAIRS = Number(process.env['PRIVACY_PAIRS'] ?? 4);
const SEED = Number(process.env['PRIVACY_PAIRS_SEED'] ?? Date.now() % 1_000_000);
const FRESH = { fva: [0, -1] };
const STAFF = 'compliance@tenantry.test';

interface Person {
  readonly email: string;
  readonly userId: string;
  readonly clerkId: string;
  /** What only they have. */
  readonly identifiers: readonly string[];
}

/** What is taken for an address: no dot at an end or beside another, no hyphen at an end of a label. */
const ADDRESS = /^[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

describe(`people of whom one looks like a part of another (${String(PAIRS)} pairs, PRIVACY_PAIRS_SEED=${String(SEED)})`, () => {
  let world: DemoWorld;
  const people: Person[] = [];

  beforeAll(async () => {
    world = await startDemoWorld();
    const taken = new Set<string>();
    const pairs = fc.sample(relatedPair, { numRuns: PAIRS * 20, seed: SEED });
    for (const pair of pairs) {
      const values = pair.flatMap(({ email, phone, userName, externalId }) => [
        email,
        phone,
        userName,
        externalId,
      ]);
      if (people.length >= PAIRS * 2 || values.some((value) => taken.has(value)) || !pair.every(isTaken))
        continue;
      values.forEach((value) => taken.add(value));
      for (const somebody of pair) people.push(await signUp(somebody));
    }
    await world.settled();
    for (const [index, person] of people.entries()) {
      const [row] = await world.database.query<{ id: string }>('select id from users where clerk_id = $1', [
        person.clerkId,
      ]);
      people[index] = { ...person, userId: row!.id, identifiers: [...person.identifiers, row!.id] };
      // An invitation that knows an address only, and a line of free text.
      await world
        .as('anton@alpine.test')
        .post(`/api/v1/organizations/${world.alpine.id}/invitations`, {
          email: person.email,
          role: 'org:member',
        })
        .expect(201);
    }
    await until('Clerk has the invitations', () =>
      Promise.resolve(world.clerk.control.state().organizationInvitations.length >= people.length),
    );
    await world.settled();
  }, 120_000);

  afterAll(() => world.close());

  /** Local Clerk takes what Clerk takes. */
  const isTaken = ({ email, userName }: Somebody): boolean =>
    ADDRESS.test(email) && /^[a-z0-9_-]{4,64}$/.test(userName);

  async function signUp({ first, last, email, phone, userName, externalId }: Somebody): Promise<Person> {
    const { id: clerkId } = world.clerk.control.ensureUser({ email, firstName: first, lastName: last });
    const own = { username: userName, external_id: externalId };
    await atClerk(world.clerk, 'PATCH', `/users/${clerkId}`, own);
    await atClerk(world.clerk, 'POST', '/phone_numbers', {
      ...{ user_id: clerkId, phone_number: phone, verified: true },
    });
    const [harbour] = world.clerk.control.state().organizations.filter(({ slug }) => slug === 'harbour');
    world.clerk.control.ensureMembership({
      ...{ organizationId: String(harbour?.['id']), userId: clerkId, role: 'org:member' },
    });
    return { email, userId: '', clerkId, identifiers: [email, phone, clerkId] };
  }

  /** Every row that bears somebody's identifier, by table; what is about two of them is in both lists. */
  async function rowsOf({ identifiers }: Person): Promise<string[]> {
    const rows: string[] = [];
    for (const table of ['users', 'user_email_addresses', 'memberships', 'invitations', 'user_sessions'])
      rows.push(...(await textsOf(table)));
    rows.push(...(await textsOf('webhook_deliveries')));
    return rows.filter((row) => identifiers.some((one) => identifiersIn(row).has(one))).sort();
  }

  async function textsOf(table: string): Promise<string[]> {
    const rows = await world.database.query<{ row: string }>(
      `select '${table} ' || to_jsonb(t)::text as row from ${table} t`,
    );
    return rows.map(({ row }) => row);
  }

  it('are each told nothing of anybody else in their export', async () => {
    for (const person of people) {
      const staff = world.as(STAFF, FRESH);
      const asked = await staff.post('/api/v1/privacy/exports', { userId: person.userId }).expect(201);
      const path = `/api/v1/privacy/exports/${asked.body.id}`;
      await until('it is packed', async () => (await staff.get(path)).body.status === 'ready');
      const archive = await unzip((await download(world, STAFF, `${path}/download`)).body);
      const found = new Set([...archive.values()].flatMap((file) => [...identifiersIn(file.toString())]));
      expect(person.identifiers.filter((one) => !found.has(one))).toEqual([]);
      const others = people.filter((other) => other !== person).flatMap(({ identifiers }) => identifiers);
      expect([person.email, others.filter((one) => found.has(one))]).toEqual([person.email, []]);
    }
  }, 300_000);

  it('are erased each without a row of anybody else being touched, and every erasure ends', async () => {
    const run = world.app.get(ErasureRunService, { strict: false });
    for (const [index, person] of people.entries()) {
      const others = people.slice(index + 1);
      const before = await Promise.all(others.map(rowsOf));
      expect(before.every((rows) => rows.length > 4)).toBe(true);
      const asked = await world
        .as(person.email, FRESH)
        .post('/api/v1/privacy/erasures', { userId: person.userId, gracePeriodDays: 1 })
        .expect(201);
      await world.database.query(
        `update privacy_erasures set erase_after = now() - interval '1 minute' where id = $1`,
        [asked.body.id],
      );
      await until(`${person.email} is erased`, async () => {
        await world.settled();
        await run.advance(asked.body.id, { now: true });
        return (await run.find(asked.body.id))?.status === 'done';
      });
      expect(await rowsOf(person)).toEqual([]);
      for (const [index, other] of others.entries()) expect(await rowsOf(other)).toEqual(before[index]);
    }
  }, 300_000);
});
