import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClerkClient } from '@clerk/backend';
import { setTimeout as sleep } from 'node:timers/promises';
import { atClerk } from '../../support/at-clerk.js';
import { type AccountsWorld, digestOf, people, startAccountsWorld } from './accounts-world.js';

/** IMPORT_ROWS=10000 takes some minutes. */
const COUNT = Number(process.env['IMPORT_ROWS'] ?? 300);
const PASSWORD = 'correct horse battery staple';

describe('importing accounts', () => {
  let world: AccountsWorld;
  let digest: string;
  beforeAll(async () => {
    digest = await digestOf(PASSWORD);
  });
  beforeEach(async () => {
    world = await startAccountsWorld();
  }, 60_000);
  afterEach(async () => {
    await world.stop();
  });

  const load = async (count: number) => {
    const loaded = await world.accounts(['load', world.file('people.ndjson', people(count, digest))]);
    expect(loaded).toMatchObject({ code: 0, stderr: '' });
  };
  const states = async () =>
    Object.fromEntries(
      (
        await world.database.query<{ state: string; count: number }>(
          'select state, count(*)::int as count from legacy_accounts group by state',
        )
      ).map(({ state, count }) => [state, count]),
    );
  /** Each person once at Clerk, each written back, nothing secret left. */
  const expectWhole = async (count: number) => {
    const users = world.usersAtClerk();
    expect(users).toHaveLength(count);
    expect(new Set(users.map(({ external_id: id }) => id)).size).toBe(count);
    expect(await states()).toEqual({ created: count });
    const linked = await world.database.query<{ external: string; clerk: string }>(
      `select a.legacy_id as external, a.clerk_id as clerk from legacy_accounts a join users u on u.id = a.user_id
        where u.clerk_id = a.clerk_id`,
    );
    expect(new Map(linked.map(({ external, clerk }) => [external, clerk]))).toEqual(
      new Map(users.map(({ external_id: external, id }) => [external, id])),
    );
    expect(await world.database.query('select from legacy_account_secrets')).toHaveLength(0);
  };

  it('does nothing unless the service is told to', async () => {
    world.variables['LEGACY_ACCOUNTS_ENABLED'] = '';
    const refused = await world.start(['status']).ended();
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('LEGACY_ACCOUNTS_ENABLED=true');
  }, 60_000);

  it('makes each person at Clerk with the password and the address they had, and keeps no digest', async () => {
    await load(15);
    const [sealed] = await world.database.query<{ sealed_digest: string }>(
      'select sealed_digest from legacy_account_secrets limit 1',
    );
    expect(sealed!.sealed_digest).not.toContain('argon2');
    const preview = await world.accounts(['import', '--dry-run', '--json']);
    expect(JSON.parse(preview.stdout)).toMatchObject({
      waiting: 15,
      wouldCreate: 15,
      hashers: { argon2id: 15 },
    });
    expect(world.usersAtClerk()).toHaveLength(0);
    expect(await states()).toEqual({ pending: 15 });

    const imported = await world.accounts(['import']);
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(imported.stdout).toContain('15 accounts: 15 created, 0 matched, 0 failed.');
    await expectWhole(15);
    const users = world.usersAtClerk();
    const first = users.find(({ external_id: id }) => id === 'old-1')!;
    expect(await world.isPassword(first.id, PASSWORD)).toBe(true);
    expect(await world.isPassword(first.id, 'another one')).toBe(false);
    expect(first.email_addresses[0]!.verification?.status).toBe('verified');
    // The SDK of everybody else sees the same person.
    const sdk = createClerkClient({ secretKey: world.clerk.secretKey, apiUrl: world.clerk.url });
    const { data, totalCount } = await sdk.users.getUserList({ externalId: ['old-1'] });
    expect([totalCount, data[0]]).toMatchObject([
      1,
      {
        id: first.id,
        externalId: 'old-1',
        passwordEnabled: true,
        createdAt: Date.parse('2021-03-04T05:06:07Z'),
        emailAddresses: [{ emailAddress: 'person1@made-up.test', verification: { status: 'verified' } }],
      },
    ]);
    expect(await sdk.users.verifyPassword({ userId: first.id, password: PASSWORD })).toEqual({
      verified: true,
    });
    const unproved = users.find(({ external_id: id }) => id === 'old-4')!;
    expect(unproved.email_addresses[0]!.verification?.status).not.toBe('verified');
    const audit = await world.database.query<{ count: number }>(
      `select count(*)::int as count from audit_events where action = 'legacy_account.created'`,
    );
    expect(audit).toEqual([{ count: 15 }]);
    const status = await world.accounts(['status']);
    expect(status.stdout).toContain('at Clerk: 15 (15 created, 0 matched)');
    expect(status.stdout).toContain('digests still here: 0');
  }, 120_000);

  it('takes the person whom Clerk has already, and nobody on doubt', async () => {
    await load(4);
    const same = world.clerk.control.ensureUser({ email: 'person1@made-up.test' }).id;
    const other = await makeAtClerk({
      email_address: ['person2@made-up.test'],
      external_id: 'somebody-else',
    });
    await makeAtClerk({
      email_address: ['person3@made-up.test'],
      email_address_identification_status: ['reserved'],
    });
    const imported = await world.accounts(['import', '--json']);
    expect(JSON.parse(imported.stdout)).toMatchObject({ created: 1, matched: 1, failed: 2 });
    const rows = await world.database.query(
      'select legacy_id, state, error, clerk_id from legacy_accounts order by legacy_id',
    );
    expect(rows).toMatchObject([
      { legacy_id: 'old-1', state: 'matched', clerk_id: same },
      { legacy_id: 'old-2', state: 'failed', error: 'email_taken', clerk_id: null },
      { legacy_id: 'old-3', state: 'failed', error: 'email_unverified_at_clerk', clerk_id: null },
      { legacy_id: 'old-4', state: 'created' },
    ]);
    expect(other).not.toBe('');
    expect((await world.accounts(['status'])).stdout).toContain('email_taken: 1');
  }, 60_000);

  const makeAtClerk = async (body: object): Promise<string> =>
    (await atClerk(world.clerk, 'POST', '/users', { password: 'quite a long password', ...body })).id;

  it('makes each person once although it is killed again and again and answers are refused, lost and cut off', async () => {
    const rows = withBroken(people(COUNT, digest));
    const file = world.file('people.ndjson', rows);
    const loaded = await world.accounts(['load', file, '--skip-broken']);
    const refused = [...loaded.stdout.matchAll(/^line (\d+): (.*)$/gm)].map(([, line, why]) => [
      Number(line),
      why,
    ]);
    expect(refused.sort(([one], [two]) => Number(one) - Number(two))).toEqual(
      rows.flatMap((row, index) => ('why' in row ? [[index + 1, row.why]] : [])),
    );
    expect(refused.length).toBeGreaterThanOrEqual(COUNT / 20);
    let told = '';
    world.clerk.control.setFaults([
      { match: 'POST /v1/users', status: 429, retryAfter: 1, probability: 0.01, seed: 1 },
      { match: 'POST /v1/users', status: 500, probability: 0.04, seed: 2 },
      { match: 'POST /v1/users', dropResponse: true, probability: 0.07, seed: 3 },
      { match: 'POST /v1/users', answer: 'truncated', probability: 0.03, seed: 4 },
      { match: 'POST /v1/users', answerLatencyMs: 30 },
    ]);
    let kills = 0;
    for (; kills < 10; kills += 1) {
      const before = world.usersAtClerk().length;
      const running = world.start(['import', '--no-canary', '--rate', '300']);
      const ended = running.ended();
      // Killed as soon as it has made some, at another point each time.
      const wanted = Math.min(COUNT, before + 5 + ((kills * 7) % 20));
      while (world.usersAtClerk().length < wanted) {
        const isOver = await Promise.race([ended.then(() => true), sleep(5, false)]);
        if (isOver) break;
      }
      running.kill();
      const { stdout, stderr } = await ended;
      told += stdout + stderr;
      if (world.usersAtClerk().length >= COUNT) break;
    }
    expect(kills).toBeGreaterThanOrEqual(8);
    let last = await world.accounts(['import', '--no-canary', '--rate', '1000']);
    for (let more = 0; last.code !== 0 && more < 5; more += 1)
      last = await world.accounts(['import', '--no-canary', '--rate', '1000']);
    expect(last).toMatchObject({ code: 0 });
    await expectWhole(COUNT);
    expect(`${told}${last.stdout}${last.stderr}`).not.toContain('argon2id$');
    expect(await tablesWith('argon2id$')).toEqual([]);
  }, 900_000);

  /** Every twentieth row is followed by one that is broken, in one of five ways. */
  function withBroken(
    good: readonly Record<string, unknown>[],
  ): (Record<string, unknown> & { why?: string })[] {
    const ways = [
      { change: { email: 'no address' }, why: 'the e-mail address is none' },
      { change: { password_hasher: 'bcrypt' }, why: 'the digest is not one of the stated hasher' },
      { change: { password_hasher: 'rot13' }, why: 'Clerk knows no such hasher' },
      { change: { legacy_id: '' }, why: 'there is no id, or one of more than 255 characters' },
      { change: { created_at: 'yesterday' }, why: 'the time of creation is none, or lies in the future' },
    ];
    return good.flatMap((row, index) => {
      if (index % 20 !== 19) return [row];
      const { change, why } = ways[((index - 19) / 20) % ways.length]!;
      const ofNobody = { legacy_id: `broken-${index}`, email: `broken${index}@made-up.test` };
      return [row, { ...row, ...ofNobody, ...change, why }];
    });
  }

  /** Names of all tables, those of jobs too, in which a text stands somewhere. */
  async function tablesWith(text: string): Promise<string[]> {
    const tables = await world.database.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'jobs', 'app')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await world.database.query(
        `select from ${name} each where strpos(each::text, $1) > 0 limit 1`,
        [text],
      );
      if (rows.length > 0) found.push(name);
    }
    return found;
  }
});
