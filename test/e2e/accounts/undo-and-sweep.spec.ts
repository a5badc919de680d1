import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccountsWorld, digestOf, people, startAccountsWorld } from './accounts-world.js';
import { atClerk } from '../../support/at-clerk.js';

const PASSWORD = 'correct horse battery staple';

describe('taking back and sweeping up', () => {
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

  const json = async (words: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await world.accounts([...words, '--json'], input);
    return { code, stderr, ...(stdout === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>)) };
  };
  const load = (count: number) => json(['load', world.file('people.ndjson', people(count, digest))]);
  const userOf = (legacyId: string) => world.usersAtClerk().find(({ external_id: id }) => id === legacyId)!;

  it('takes back what an import made, but for who has signed in since and who was there before', async () => {
    world.clerk.control.ensureUser({ email: 'person1@made-up.test' });
    await load(5);
    const run = await json(['import']);
    expect(run).toMatchObject({ created: 4, matched: 1 });
    world.clerk.control.tokens({ userId: userOf('old-2').id });
    const id = String(run['id' as never]);
    expect(await json(['undo', id])).toMatchObject({
      applied: false,
      undone: 3,
      kept: [{ legacyId: 'old-2', why: 'signed_in' }],
    });
    expect(world.usersAtClerk()).toHaveLength(5);
    expect(await json(['undo', id, '--apply'])).toMatchObject({ applied: true, undone: 3 });
    expect(
      world
        .usersAtClerk()
        .map(({ email_addresses: [first] }) => first!.email_address)
        .sort(),
    ).toEqual(['person1@made-up.test', 'person2@made-up.test']);
    // The same file has them wait again; the digests come from it.
    expect(await load(5)).toMatchObject({ reopened: 3, unchanged: 2 });
    expect(await json(['import'])).toMatchObject({ created: 3 });
    expect(await world.isPassword(userOf('old-3').id, PASSWORD)).toBe(true);
    expect((await world.accounts(['undo', '00000000-0000-4000-8000-000000000000'])).stderr).toContain(
      'There is no import of that id',
    );
  }, 180_000);

  it('finds what was left on one side, mends it by the hash of its plan, and is held where many are gone', async () => {
    await load(12);
    await json(['import', '--limit', '10']);
    // Killed between Clerk's answer and the row: made, not written back.
    await world.database.query(
      `update legacy_accounts set state = 'creating', clerk_id = null, user_id = null where legacy_id = 'old-1'`,
    );
    const [unlinked] = await world.database.query<{ legacy_id: string; email_address: string }>(
      `select legacy_id, email_address from legacy_accounts where state = 'pending' limit 1`,
    );
    await atClerk(world.clerk, 'POST', '/users', {
      email_address: [unlinked!.email_address],
      password: 'quite a long password',
    });
    await atClerk(world.clerk, 'DELETE', `/users/${userOf('old-3').id}`);
    const changed = userOf('old-4');
    await atClerk(world.clerk, 'PATCH', `/users/${changed.id}`, { external_id: 'another' });
    const plan = await json(['sweep']);
    expect(plan).toMatchObject({
      isHeld: false,
      counts: {
        not_written_back: 1,
        at_clerk_meanwhile: 1,
        gone_at_clerk: 1,
        without_external_id: 0,
        different: 1,
      },
    });
    expect((await world.accounts(['sweep', '--apply', 'f'.repeat(64)])).stderr).toContain(
      'is another one by now',
    );
    expect(await json(['sweep', '--apply', String(plan['hash' as never])])).toMatchObject({ applied: true });
    const states = await world.database.query<{ legacy_id: string; state: string; error: string | null }>(
      `select legacy_id, state, error from legacy_accounts where legacy_id in ('old-1', 'old-3', $1) order by legacy_id`,
      [unlinked!.legacy_id],
    );
    expect(states).toMatchObject([
      { legacy_id: 'old-1', state: 'created' },
      { legacy_id: unlinked!.legacy_id, state: 'matched' },
      { legacy_id: 'old-3', state: 'failed', error: 'deleted_at_clerk' },
    ]);
    // Who was matched gets the id of the older system next.
    const second = await json(['sweep']);
    expect(second).toMatchObject({ counts: { without_external_id: 1, different: 1, gone_at_clerk: 0 } });
    await json(['sweep', '--apply', String(second['hash' as never])]);
    expect(await json(['sweep'])).toMatchObject({ counts: { without_external_id: 0, different: 1 } });

    for (const { id } of world.usersAtClerk().slice(0, 6))
      await atClerk(world.clerk, 'DELETE', `/users/${id}`);
    const held = await json(['sweep']);
    expect(held).toMatchObject({ isHeld: true });
    const refused = await world.accounts(['sweep', '--apply', String(held['hash' as never])]);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('--force');
    expect(await json(['sweep', '--force', '--apply', String(held['hash' as never])])).toMatchObject({
      applied: true,
    });
  }, 240_000);

  it('proves one digest with its password before any other is sent', async () => {
    await load(6);
    const wrong = await world.accounts(['import', '--canary', 'person2@made-up.test'], 'another password');
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toContain('Clerk does not take that password');
    expect(wrong.stderr).not.toContain('another password');
    expect(world.usersAtClerk()).toHaveLength(0);
    expect(await json(['status'])).toMatchObject({ digests: 6, states: { pending: 6 } });
    expect(await json(['import', '--canary', 'person2@made-up.test'], PASSWORD)).toMatchObject({
      created: 6,
    });
    expect(await json(['status'])).toMatchObject({ digests: 0, states: { created: 6 } });
  }, 120_000);

  it('waits where Clerk asks it to', async () => {
    await load(6);
    world.clerk.control.setFaults([{ match: 'POST /v1/users', status: 503, retryAfter: 1, times: 1 }]);
    expect(await json(['import'])).toMatchObject({ created: 6 });
  }, 120_000);
});
