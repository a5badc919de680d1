import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../../../src/create-app.js';
import { until } from '../../support/test-app.js';
import { download, tablesIn, unzip } from '../privacy/export-archive.js';
import { digestOf } from './accounts-world.js';
import { type LifecyclePerson, PASSWORD } from './lifecycle-people.js';
import type { SignInWorld } from './sign-in-world.js';

export const NEXT_PASSWORD = 'a stapled horse and a battery';
/** Of this module, without what is no person's. */
const TABLES = { account: 'legacy_accounts', session: 'account_sessions', 'sign-up': 'account_sign_ups' };

/** A thing that happens to everybody of a column at once, and how it ends. */
export interface LifecycleEvent {
  begin(world: LifecycleWorld, people: readonly LifecyclePerson[]): Promise<unknown>;
  end?(world: LifecycleWorld, people: readonly LifecyclePerson[]): Promise<unknown>;
}

/** A service that ends and begins again on its port. */
export interface LifecycleWorld extends SignInWorld {
  stopService(): Promise<void>;
  startService(): Promise<void>;
  /** What an export of a person holds of this module, by the person's address. */
  readonly exports: Map<string, string>;
}

export function withRestarts(world: SignInWorld): LifecycleWorld {
  let { app } = world;
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    ...world,
    exports: new Map(),
    stopService: () => app.close(),
    startService: async () => {
      app = await createApp(world.environment, { jobPollSeconds: 0.5 });
      await app.listen(port, '127.0.0.1');
    },
    close: async () => {
      await app.close();
      await world.close();
    },
  };
}

/** By the name of the column. */
export const LIFECYCLE_EVENTS: Readonly<Record<string, LifecycleEvent>> = {
  'Clerk down': {
    begin: ({ clerk }) => {
      clerk.control.setFaults([{ match: '/v1', status: 503, retryAfter: 1 }]);
      return Promise.resolve();
    },
    end: async ({ clerk }) => {
      clerk.control.clearFaults();
      // Clerk asked for that, and is not asked before.
      await sleep(1_000);
    },
  },
  'service restarted': {
    begin: (world) => world.stopService(),
    end: (world) => world.startService(),
  },
  'session revoked': {
    begin: (world, people) =>
      each(world, people, async (id) => {
        const sessions = world.clerk.control.state().sessions as {
          id: string;
          user_id: string;
          status: string;
        }[];
        for (const session of sessions)
          if (session.user_id === id && session.status === 'active')
            await world.backend('POST', `/sessions/${session.id}/revoke`);
      }),
  },
  'password changed': {
    begin: (world, people) =>
      Promise.all(
        people.map(async (person) => {
          const browser = world.browser();
          await browser.post('password-reset', { emailAddress: person.email });
          const done = await browser.post('password-reset', { code: '424242', password: NEXT_PASSWORD });
          if (done.status !== 200) throw new Error(JSON.stringify(done.body));
          person.password = NEXT_PASSWORD;
        }),
      ),
  },
  banned: {
    begin: (world, people) => each(world, people, (id) => world.backend('POST', `/users/${id}/ban`)),
    end: (world, people) => each(world, people, (id) => world.backend('POST', `/users/${id}/unban`)),
  },
  erased: {
    begin: async (world, people) => {
      for (const { email, userId } of people)
        await world
          .as(email, { fva: [0, 0] })
          .post('/api/v1/privacy/erasures', { userId, gracePeriodDays: 0 })
          .expect(201);
      const ids = people.map(({ userId }) => userId);
      await until('they are erased', async () => {
        const rows = await world.database.query(
          `select from privacy_erasures where user_id = any ($1) and status <> 'done'`,
          [ids],
        );
        return rows.length === 0;
      });
    },
    end: async (world, people) => {
      // Whoever loads the older system's file once more brings nobody back.
      const digest = await digestOf(PASSWORD);
      for (const { legacyId: id, email } of people)
        await world.load([{ id, email, digest }]).catch(() => undefined);
    },
  },
  exported: {
    begin: (world, people) =>
      Promise.all(
        people.map(async ({ email, userId }) => {
          const path = '/api/v1/privacy/exports';
          const { body } = await world
            .as(email, { fva: [0, 0] })
            .post(path, { userId })
            .expect(201);
          await until(
            'it is packed',
            async () => (await world.as(email).get(`${path}/${body.id}`)).body.status === 'ready',
          );
          const { body: bytes } = await download(world, email, `${path}/${body.id}/download`);
          const tables = tablesIn(await unzip(bytes));
          const held = Object.entries(TABLES).filter(([, table]) => (tables.get(table)?.count ?? 0) > 0);
          world.exports.set(email, held.map(([name]) => name).join('+'));
        }),
      ),
  },
};

/** What is kept here of somebody, in the words of the table. */
export async function heldOf({ database }: SignInWorld, person: LifecyclePerson): Promise<string> {
  const [row] = await database.query<Record<string, boolean>>(
    `with person as (select coalesce($2, (select user_id from legacy_accounts where legacy_id = $1)) as id)
     select exists (select from legacy_account_secrets s join legacy_accounts a on a.id = s.account_id
                     where a.legacy_id = $1) as digest,
            exists (select from legacy_accounts where legacy_id = $1 or user_id = person.id or email_address = $3) as account,
            exists (select from account_sessions where user_id = person.id and ended_at is null) as session,
            exists (select from account_sign_ups where user_id = person.id) as "sign-up"
       from person`,
    [person.legacyId, person.userId, person.email],
  );
  const held = Object.entries(row!).filter(([, isThere]) => isThere);
  return held.length === 0 ? 'nothing' : held.map(([name]) => name).join('+');
}

/** Does something to each user at Clerk, and waits for the news of it. */
async function each(
  world: SignInWorld,
  people: readonly LifecyclePerson[],
  work: (clerkId: string) => Promise<unknown>,
): Promise<void> {
  for (const { email } of people) for (const { id } of world.usersAt(email)) await work(id);
  await world.settled();
}
