import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { poolOf } from '#libs/database';
import { totpCode } from '../../../packages/clerk-emulator/src/operations/one-time-codes.js';
import { type AccountsWorld, digestOf, people, startAccountsWorld } from './accounts-world.js';

const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';

describe('an import under way', () => {
  let world: AccountsWorld;
  let digest: string;
  beforeAll(async () => {
    digest = await digestOf('a made-up password');
  });
  beforeEach(async () => {
    world = await startAccountsWorld();
  }, 60_000);
  afterEach(async () => {
    await world.stop();
  });

  const loadRows = async (rows: readonly object[]) => {
    expect(await world.accounts(['load', world.file('people.ndjson', rows)])).toMatchObject({ code: 0 });
  };
  const json = (words: readonly string[]) => world.json(words);

  it('carries numbers, further addresses, the TOTP secret and backup codes, and keeps none of them', async () => {
    const [first, second] = people(2, digest);
    await loadRows([
      {
        ...first,
        totp_secret: TOTP_SECRET,
        phone: '+43 660 1234567; 0043 1 234567',
        phone_verified: true,
        further_emails: ['Second@made-up.test', 'person1@made-up.test'],
        backup_codes: ['abcd1234', 'efgh5678'],
      },
      { ...second, phone: '+436601234568' },
    ]);
    const [sealed] = await world.database.query<Record<string, string>>(
      'select * from legacy_account_secrets where sealed_totp_secret is not null',
    );
    expect(JSON.stringify(sealed)).not.toMatch(/1234567|abcd1234|second@|JBSW/);
    expect(await json(['import'])).toMatchObject({ created: 2 });
    const users = world.usersAtClerk() as unknown as {
      id: string;
      email_addresses: { email_address: string; verification: { status: string } | null }[];
      phone_numbers: { phone_number: string; verification: { status: string } | null }[];
    }[];
    const stateOf = (of: { verification: { status: string } | null }) => of.verification?.status ?? null;
    expect(
      users[0]!.email_addresses.map((each) => [each.email_address, stateOf(each) === 'verified']),
    ).toEqual([
      ['person1@made-up.test', true],
      ['second@made-up.test', false],
    ]);
    expect(
      users.map(({ phone_numbers: all }) =>
        all.map((each) => [each.phone_number, stateOf(each) === 'verified']),
      ),
    ).toEqual([
      [
        ['+436601234567', true],
        ['+431234567', true],
      ],
      [['+436601234568', false]],
    ]);
    const proved = async (code: string) =>
      (
        await fetch(`${world.clerk.url}/v1/users/${users[0]!.id}/verify_totp`, {
          method: 'POST',
          headers: { authorization: `Bearer ${world.clerk.secretKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ code }),
        })
      ).ok;
    expect(await proved(totpCode(TOTP_SECRET, Date.now()))).toBe(true);
    expect(await proved('efgh5678')).toBe(true);
    expect(await proved('efgh5678')).toBe(false);
    expect(await world.database.query('select from legacy_account_secrets')).toHaveLength(0);
  }, 60_000);

  it('refuses numbers, addresses and codes that are none, by line', async () => {
    const [one, two, three] = people(3, digest);
    const file = world.file('people.ndjson', [
      { ...one, phone: '0660 1234567' },
      { ...two, further_emails: 'none' },
      { ...three, backup_codes: 'abc' },
    ]);
    const refused = await world.accounts(['load', file]);
    expect(refused.code).toBe(1);
    expect(refused.stdout.split('\n').map((line) => line.slice(0, 30))).toEqual([
      'line 1: a phone number is none',
      'line 2: a further e-mail addre',
      'line 3: the backup codes are n',
      '',
    ]);
  }, 60_000);

  it('stops where the instance takes no more, and goes on when it does', async () => {
    await loadRows(people(6, digest));
    world.clerk.control.setFaults([
      { match: 'POST /v1/users', status: 403, code: 'user_quota_exceeded', times: 1 },
    ]);
    const full = await world.accounts(['import']);
    expect(full).toMatchObject({ code: 1, stdout: '' });
    expect(full.stderr).toContain('takes no more users');
    expect(await json(['status'])).toMatchObject({ states: { failed: 0 } });
    expect(await json(['import'])).toMatchObject({ failed: 0, left: 0 });
    expect(world.usersAtClerk()).toHaveLength(6);
  }, 60_000);

  it('says what to do where the database has no time for it, and goes on by the same command', async () => {
    await loadRows(people(3, digest));
    const pool = poolOf((await world.context.service()).get(DataSource));
    const taken = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    try {
      const refused = await world.accounts(['import']);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(
        /^The database answers too late: .* The same command goes on from here\.$/,
      );
    } finally {
      for (const client of taken) client.release();
    }
    expect(await json(['import'])).toMatchObject({ created: 3, left: 0 });
  }, 60_000);

  it('asks for a canary where more than a thousand digests wait', async () => {
    await loadRows(people(1_001, digest));
    const refused = await world.accounts(['import', '--limit', '1']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('--canary EMAIL');
    expect(world.usersAtClerk()).toHaveLength(0);
    expect(await json(['import', '--limit', '1', '--no-canary'])).toMatchObject({ created: 1, left: 1_000 });
    // By then it is a thousand.
    expect(await json(['import', '--limit', '1'])).toMatchObject({ created: 1, left: 999 });
  }, 60_000);

  it('takes away again whom an erasure takes in the middle of it', async () => {
    await loadRows(people(3, digest));
    world.clerk.control.setFaults([{ match: 'POST /v1/users', answerLatencyMs: 400 }]);
    const running = json(['import']);
    while (world.usersAtClerk().length < 3) await sleep(5);
    // As the eraser of the registry does it.
    await world.database.query(`delete from legacy_accounts where legacy_id = 'old-2'`);
    expect(await running).toMatchObject({ created: 2, gone: 1 });
    expect(
      world
        .usersAtClerk()
        .map(({ external_id: id }) => id)
        .sort(),
    ).toEqual(['old-1', 'old-3']);
    expect(await world.database.query(`select from users where email_address like 'person2@%'`)).toEqual([]);
    const again = world.file('again.ndjson', people(3, digest));
    expect((await world.accounts(['load', again])).stdout).toContain('line 2: the person was erased');
  }, 60_000);

  it('is the only one: another says so and leaves the rate to it', async () => {
    await loadRows(people(2, digest));
    // Longer than a killed import would keep its lease.
    world.clerk.control.setFaults([
      { match: 'POST /v1/users', answerLatencyMs: 6_000, times: 1 },
      { match: 'GET /v1/users', answerLatencyMs: 4_000, times: 1 },
    ]);
    const running = json(['import', '--limit', '1']);
    while (world.usersAtClerk().length === 0) await sleep(5);
    const second = await world.accounts(['import']);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain('Another import runs');
    expect(await running).toMatchObject({ created: 1, left: 1 });
    expect(await json(['import'])).toMatchObject({ created: 1, left: 0 });
  }, 60_000);
});
