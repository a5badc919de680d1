import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErasureRunService } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { atClerk } from '../../support/at-clerk.js';
import { type Archive, download, tablesIn, textIn, unzip } from './export-archive.js';

const FRESH = { fva: [0, -1] };
const EXPORTS = '/api/v1/privacy/exports';
const ERASURES = '/api/v1/privacy/erasures';
const STAFF = 'compliance@tenantry.test';

interface Person {
  readonly userId: string;
  readonly clerkId: string;
}

describe('an address that somebody takes over', () => {
  let world: DemoWorld;
  let number = 0;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const personOf = async (clerkId: string): Promise<Person> => {
    const [row] = await world.database.query<{ id: string }>('select id from users where clerk_id = $1', [
      clerkId,
    ]);
    return { userId: row!.id, clerkId };
  };

  const signUp = async (email: string): Promise<Person> => {
    const { id } = world.clerk.control.ensureUser({ email });
    await world.settled();
    return personOf(id);
  };

  /** Invited by Harbour and accepted, so that the invitation bears the address. */
  const join = async (email: string): Promise<string> => {
    await world
      .as('olivia@harbour.test')
      .post(`/api/v1/organizations/${world.harbour.id}/invitations`, { email, role: 'org:member' })
      .expect(201);
    const find = () =>
      world.clerk.control
        .state()
        .organizationInvitations.find((one) => one['email_address'] === email && one['status'] === 'pending');
    await until('Clerk has it', () => Promise.resolve(find() !== undefined));
    const id = String(find()?.['id']);
    world.clerk.control.acceptInvitation(id);
    await world.settled();
    return id;
  };

  /** The former holder signs in with another address by now, or has deleted the account. */
  const leave = {
    'is at another address': async ({ clerkId }: Person, email: string) => {
      const user = await atClerk(world.clerk, 'GET', `/users/${clerkId}`);
      const [old] = user['email_addresses'] as { id: string }[];
      await atClerk(world.clerk, 'POST', '/email_addresses', {
        ...{ user_id: clerkId, email_address: `new.${email}`, verified: true, primary: true },
      });
      await atClerk(world.clerk, 'DELETE', `/email_addresses/${old!.id}`);
      await world.settled();
    },
    'has deleted the account': async ({ clerkId }: Person) => {
      await atClerk(world.clerk, 'DELETE', `/users/${clerkId}`);
      await world.settled();
    },
  };

  const takenOver = async (how: keyof typeof leave) => {
    number += 1;
    const email = `desk${String(number)}@post.test`;
    const former = await signUp(email);
    const invitation = await join(email);
    await leave[how](former, email);
    const present = await signUp(email);
    const own = await join(email);
    return { email, former, present, invitation, own };
  };

  const archiveOf = async ({ userId }: Person): Promise<Archive> => {
    const staff = world.as(STAFF, FRESH);
    const asked = await staff.post(EXPORTS, { userId }).expect(201);
    const path = `${EXPORTS}/${asked.body.id}`;
    await until('it is packed', async () => (await staff.get(path)).body.status === 'ready');
    return unzip((await download(world, STAFF, `${path}/download`)).body);
  };

  const erase = async ({ userId }: Person) => {
    const run = world.app.get(ErasureRunService, { strict: false });
    const asked = await world.as(STAFF, FRESH).post(ERASURES, { userId, gracePeriodDays: 1 }).expect(201);
    const { id } = asked.body;
    await world.as('owner@tenantry.test', FRESH).post(`${ERASURES}/${id}/approve`).expect(200);
    await world.database.query(
      `update privacy_erasures set erase_after = now() - interval '1 minute' where id = $1`,
      [id],
    );
    await until('it is done', async () => {
      await world.settled();
      await run.advance(id, { now: true });
      return (await run.find(id))?.status === 'done';
    });
  };

  /** What is here of somebody, as text; without what their session tells of when it was seen. */
  const rowsOf = async ({ userId, clerkId }: Person, invitation: string): Promise<string[]> => {
    const tables = {
      users: 'id = $1',
      user_email_addresses: 'user_id = $1',
      memberships: 'user_id = $1',
      invitations: 'accepted_by = $1',
      webhook_deliveries: `object_id in ($2, $3) or payload ->> 'user_id' = $2
                           or payload -> 'public_user_data' ->> 'user_id' = $2`,
    };
    const rows: string[] = [];
    for (const [table, where] of Object.entries(tables)) {
      const found = await world.database.query<{ row: string }>(
        `select '${table} ' || to_jsonb(t)::text as row from ${table} t
          where ($1::uuid is not null and $2::text is not null and $3::text is not null) and (${where})`,
        [userId, clerkId, invitation],
      );
      rows.push(...found.map(({ row }) => row));
    }
    return rows.sort();
  };

  it.each(Object.keys(leave) as (keyof typeof leave)[])(
    'brings nothing of its former holder, who %s, into the export of the new one',
    async (how) => {
      const { former, present, invitation, own } = await takenOver(how);
      const archive = await archiveOf(present);
      const data = textIn(archive, 'data.json');
      expect([former.userId, former.clerkId, invitation].filter((text) => data.includes(text))).toEqual([]);
      expect(
        tablesIn(archive)
          .get('invitations')!
          .rows.map((row) => row['clerk_id']),
      ).toEqual([own]);
      const before = await archiveOf(former);
      const told = textIn(before, 'data.json');
      expect([present.userId, present.clerkId, own].filter((text) => told.includes(text))).toEqual([]);
      expect(
        tablesIn(before)
          .get('invitations')!
          .rows.map((row) => row['clerk_id']),
      ).toEqual([invitation]);
    },
    300_000,
  );

  it.each(Object.keys(leave) as (keyof typeof leave)[])(
    'stays with its new holder when the former one, who %s, is erased, and both erasures end',
    async (how) => {
      const { former, present, own } = await takenOver(how);
      const before = await rowsOf(present, own);
      expect(before.length).toBeGreaterThan(5);
      await erase(former);
      expect(await rowsOf(present, own)).toEqual(before);
      const atClerkNow = world.clerk.control.state().organizationInvitations.find(({ id }) => id === own);
      expect(atClerkNow?.['status']).toBe('accepted');
      await erase(present);
      expect(await rowsOf(present, own)).toEqual([]);
    },
    300_000,
  );
});
