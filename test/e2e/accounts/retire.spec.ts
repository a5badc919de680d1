import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyDocument, type SignedDocument } from '#libs/audit-chain';
import { SignInDaysService } from '../../../src/accounts/retire/sign-in-days.service.js';
import { SweepJobService } from '../../../src/accounts/sweep/sweep-job.service.js';
import { atClerk } from '../../support/at-clerk.js';
import { CommandProcess } from '../../support/command-process.js';
import { type AccountsWorld, digestOf, people, startAccountsWorld } from './accounts-world.js';

describe('the end of the old path', () => {
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

  const load = (count: number, name = 'people.ndjson') =>
    world.accounts(['load', world.file(name, people(count, digest))]);
  const json = (words: readonly string[]) => world.json(words);
  const secrets = () => world.database.query('select from legacy_account_secrets');

  it('waits until nobody needs it, removes all that is secret, and gives a report that is signed', async () => {
    await load(3);
    await json(['import', '--limit', '2']);
    expect(await json(['retire'])).toMatchObject({
      comfort: { isReached: false, why: 'accounts_wait' },
      report: { removed: { digests: 1 }, withoutUser: 1, accounts: { created: 2, pending: 1 } },
    });
    const refused = await world.accounts(['retire', '--apply']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('--force');
    expect(await secrets()).toHaveLength(1);

    // Somebody came by the old path today, and somebody else by Clerk.
    const days = (await world.context.service()).get(SignInDaysService, { strict: false });
    await days.count('without_clerk_id');
    await days.count('with_clerk_id');
    await days.count('with_clerk_id');
    expect(await json(['status'])).toMatchObject({
      signIns: [{ withoutClerkId: 1, withClerkId: 2 }],
      retirement: null,
    });
    await json(['import', '--limit', '1']);
    expect((await world.accounts(['status'])).stdout).toMatch(
      /  \S+  1 of 3\nThe comfortable window is reached on/,
    );
    await world.database.query(`update account_sign_in_days set day = day - 15`);
    expect((await world.accounts(['retire'])).stdout).toContain('The comfortable window is reached:');

    // A digest that was left over by a process that was killed goes along.
    await world.database.query(
      `insert into legacy_account_secrets (account_id, sealed_digest) select id, 'left over' from legacy_accounts limit 1`,
    );
    const file = `${world.directory}/retirement.json`;
    expect(await world.accounts(['retire', '--apply', '--out', file])).toMatchObject({ code: 0 });
    const signed = JSON.parse(readFileSync(file, 'utf8')) as SignedDocument;
    const key = createPublicKey(world.variables['TENANTRY_SIGNING_KEY']!);
    expect(verifyDocument('tenantry/accounts-retirement/v1', signed, key)).toBe(true);
    expect(signed.document).toMatchObject({
      removed: { digests: 1, totpSecrets: 0 },
      withoutUser: 0,
      wasForced: false,
      accounts: { created: 3 },
    });
    expect(JSON.stringify(signed)).not.toContain('made-up.test');
    const publicKey = world.file('public.pem', key.export({ type: 'spki', format: 'pem' }).toString());
    const checked = (name: string) =>
      new CommandProcess({}, ['certificate', 'verify', name, '--public-key', publicKey]).ended();
    expect(await checked(file)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 digests') });
    const { document } = signed as unknown as { document: { removed: object } };
    const lied = { ...signed, document: { ...document, removed: { ...document.removed, digests: 2 } } };
    const changed = await checked(world.file('changed.json', JSON.stringify(lied)));
    expect([changed.code, changed.stdout]).toEqual([1, '']);
    expect(changed.stderr).toContain('changed after it was signed');
    expect(await secrets()).toHaveLength(0);
    expect(
      await world.database.query(`select from audit_events where action = 'legacy_accounts.retired'`),
    ).toHaveLength(1);

    // For good: nothing is loaded, moved or retired any more.
    for (const again of [
      await load(4, 'more.ndjson'),
      await world.accounts(['import']),
      await world.accounts(['retire', '--apply']),
    ])
      expect(again.stderr).toContain('were retired');
    expect((await world.accounts(['status'])).stdout).toContain('Retired 2');
  }, 60_000);

  it('is forced only where somebody says so', async () => {
    await load(2);
    expect(await json(['retire', '--apply', '--force'])).toMatchObject({
      document: { wasForced: true, withoutUser: 2, removed: { digests: 2 } },
    });
    expect(await secrets()).toHaveLength(0);
  }, 60_000);

  it('is preceded by a sweep each day, which plans, and mends only where it may and the threshold lets it', async () => {
    await load(8);
    await json(['import']);
    await world.database.query(
      `update legacy_accounts set state = 'creating', clerk_id = null, user_id = null where legacy_id = 'old-1'`,
    );
    const open = () =>
      world.database
        .query(`select from legacy_accounts where state = 'creating'`)
        .then(({ length }) => length);
    const run = async () => {
      const service = await world.context.service();
      return service.get(SweepJobService, { strict: false }).run(new AbortController().signal);
    };
    expect(await run()).toMatchObject({ not_written_back: 1, applied: false });
    expect(await open()).toBe(1);
    await world.restart({ LEGACY_ACCOUNTS_SWEEP: 'apply' });
    expect(await run()).toMatchObject({ not_written_back: 1, applied: true, held: false });
    expect(await open()).toBe(0);
    for (const { id } of world.usersAtClerk().slice(0, 5))
      await atClerk(world.clerk, 'DELETE', `/users/${id}`);
    expect(await run()).toMatchObject({ gone_at_clerk: 5, held: true, applied: false });
    await world.restart({ LEGACY_ACCOUNTS_ENABLED: '' });
    expect(await run()).toEqual({ skipped: 'LEGACY_ACCOUNTS_ENABLED is not set' });
  }, 60_000);
});
