import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { InvitesService } from '#accounts';
import { TombstoneHasher } from '#users';
import { UnitOfWork } from '#libs/database';
import { ACCOUNTS } from '../../../src/accounts/accounts.scope.js';
import { SignUpLedgerService } from '../../../src/accounts/sign-up/sign-up-ledger.service.js';
import { SignUpsJobService } from '../../../src/accounts/sign-up/sign-ups-job.service.js';
import { type AuthBrowser, type SignInWorld, startSignInWorld, told } from './sign-in-world.js';

const PASSWORD = 'correct horse battery staple';
const CODE = '424242';
const OVER = ", expires_at = now() - interval '1 minute'";
const ACTOR = { kind: 'system', name: 'accounts' } as const;

/** One clock for the routes that wait: each answer of a sign-up takes whole steps of 0.6 s. */
describe('a sign-up', () => {
  let world: SignInWorld;
  let count = 0;
  beforeAll(async () => {
    world = await startSignInWorld({ variables: { SCHEDULER_ENABLED: 'false' } });
  }, 60_000);
  afterAll(() => world.close());
  afterEach(() => {
    vi.restoreAllMocks();
    world.clerk.control.clearFaults();
  });

  const part = <T>(type: abstract new (...args: never[]) => T): T =>
    world.app.get(type as never, { strict: false });
  const nextEmail = () => `new-${++count}@made-up.test`;
  const invite = (uses = 1, days = 1) => part(InvitesService).create({ uses, days }, ACTOR);
  const takenOf = async (id: string) =>
    (await part(InvitesService).list()).find((each) => each.id === id)!.taken;
  const begin = (browser: AuthBrowser, inviteCode: string, emailAddress: string, password = PASSWORD) =>
    browser.post('sign-up', { inviteCode, emailAddress, password, firstName: 'Ada' });
  const personsOf = (emailAddress: string) =>
    world.database.query<{ clerk_id: string }>(
      `select u.clerk_id from users u join user_email_addresses a on a.user_id = u.id
        where a.email_address = '${emailAddress}' and u.deleted_at is null`,
    );
  /** What a dead process leaves is taken up once its lease has run out. */
  const resume = async (change = '') => {
    await world.database.query(`update account_sign_ups set held_until = now() - interval '1 second' ${change}
      where settled_at is null`);
    return part(SignUpsJobService).run();
  };

  it('takes a code, has the address proved, and makes one account that is signed in', async () => {
    const { id, code } = await invite();
    const email = nextEmail();
    const browser = world.browser();
    expect(told(await begin(browser, code.toLowerCase().replaceAll('-', ' '), email))).toEqual([
      200,
      'needs_verification',
    ]);
    expect([world.usersAt(email), await takenOf(id)]).toEqual([[], 1]);
    expect(told(await browser.post('verify-email', { code: '000000' }))).toEqual([401, 'sign_up_code_wrong']);
    expect(told(await browser.post('verify-email', {}))).toEqual([200, 'needs_verification']);
    const done = await browser.post('verify-email', { code: CODE });
    expect(told(done)).toEqual([200, 'complete']);
    const [user] = world.usersAt(email);
    expect(await personsOf(email)).toEqual([{ clerk_id: user!.id }]);
    const cookies = done.headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['tenantry_sign_up', 'tenantry_session']);
    expect((await browser.post('session/refresh')).status).toBe(200);
    expect((await world.browser().signIn(email, PASSWORD)).status).toBe(200);
    expect(await takenOf(id)).toBe(1);
    const audited = await world.database.query<{ action: string }>(
      `select action from audit_events where action like 'sign_up%' or action = 'account.signed_up'`,
    );
    expect(audited.map(({ action }) => action)).toEqual(['sign_up_invite.created', 'account.signed_up']);
    const [row] = await world.database.query(`select * from account_sign_ups where invite_id = '${id}'`);
    expect(JSON.stringify(row)).not.toContain('made-up.test');
    expect(row).toMatchObject({ state: 'done', sealed_client: null });
  });

  it('says of a code that is unknown, run out, ended or used up which it is', async () => {
    const [old, ended, used] = [await invite(), await invite(), await invite()];
    await world.database.query(
      `update sign_up_invites set expires_at = now() - interval '1 minute' where id = '${old.id}'`,
    );
    await part(InvitesService).end(ended.id, ACTOR);
    await begin(world.browser(), used.code, nextEmail());
    const codes = ['AAAAA-AAAAA-AAAAA-AAAAA', old.code, ended.code, used.code];
    const answers = await Promise.all(codes.map((code) => begin(world.browser(), code, nextEmail())));
    expect(answers.map(told)).toEqual([
      [403, 'invite_unknown'],
      [403, 'invite_expired'],
      [403, 'invite_expired'],
      [403, 'invite_used_up'],
    ]);
    const [row] = await world.database.query(`select * from sign_up_invites where id = '${used.id}'`);
    expect(JSON.stringify(row)).not.toContain(used.code.slice(0, 5));
  });

  it('gives the last use of a code to one of those who come at once', async () => {
    const { id, code } = await invite(2);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => begin(world.browser(), code, nextEmail())),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(await takenOf(id)).toBe(2);
  });

  it('tells nobody who has an account, or was erased', async () => {
    const [taken, legacy, erased, fresh] = [nextEmail(), nextEmail(), nextEmail(), nextEmail()];
    await world.createAtClerk(taken, PASSWORD);
    await world.load([
      {
        id: 'legacy-known',
        email: legacy,
        digest:
          '$argon2id$v=19$m=19456,t=2,p=1$ww70WDDfLXvhZE03cvxH3g$gclC70kIRqpWh5ho6xEdqY8311mBJF1hfs6tpeHxYq4',
      },
    ]);
    const hash = await part(UnitOfWork).run(ACCOUNTS, () =>
      part(TombstoneHasher).of('legacy_address', erased),
    );
    await world.database.query(
      `insert into tombstones (kind, object_hash, hashed, deleted_at) values ('legacy_address', '${hash}', true, now())`,
    );
    const { id, code } = await invite(9);
    const seen = await Promise.all(
      [taken, legacy, erased, fresh].map(async (email) => {
        const browser = world.browser();
        const startedAt = performance.now();
        const first = await begin(browser, code, email);
        const ms = performance.now() - startedAt;
        const weak = await begin(world.browser(), code, email, 'short');
        const tries = [];
        for (let round = 0; round < 5; round += 1)
          tries.push(told(await browser.post('verify-email', { code: '000000' })));
        return { told: [told(first), first.cookie?.replace(/=[^;]+/, ''), told(weak), tries], ms };
      }),
    );
    for (const { told: all, ms } of seen) {
      expect(all).toEqual(seen[3]!.told);
      expect(ms).toBeGreaterThan(590);
    }
    expect(seen[3]!.told.slice(0, 3)).toEqual([
      [200, 'needs_verification'],
      'tenantry_sign_up; Path=/; HttpOnly; SameSite=Lax; Max-Age=1800',
      [422, 'password_refused'],
    ]);
    expect(seen[3]!.told[3]).toEqual([
      ...Array.from({ length: 4 }, () => [401, 'sign_up_code_wrong']),
      [409, 'sign_up_codes_exhausted'],
    ]);
    expect(world.usersAt(erased)).toEqual([]);
    expect(await takenOf(id)).toBe(0);
  });

  it('is one of a browser: without its cookie, or with one made up, there is none', async () => {
    const { code } = await invite();
    const browser = world.browser();
    await begin(browser, code, nextEmail());
    for (const cookie of [
      null,
      'tenantry_sign_up=AAAAAAAAAAAAAAAAAAAAAA',
      `${browser.cookie!}; ${browser.cookie!}`,
    ]) {
      const other = world.browser();
      other.cookie = cookie;
      expect(told(await other.post('verify-email', { code: CODE }))).toEqual([409, 'sign_up_not_pending']);
    }
  });

  it('tries no more than five codes, however many come at once', async () => {
    const { id, code } = await invite();
    const browser = world.browser();
    await begin(browser, code, nextEmail());
    const { cookie } = browser;
    const answers: string[] = [];
    for (let bite = 0; bite < 12 && !answers.includes('sign_up_codes_exhausted'); bite += 1) {
      const tries = await Promise.all(
        [0, 1, 2].map(() => {
          browser.cookie = cookie;
          return browser.post('verify-email', { code: '000000' });
        }),
      );
      answers.push(...tries.map(({ body }) => String(body['code'])));
    }
    expect(answers.filter((each) => each === 'sign_up_code_wrong')).toHaveLength(4);
    expect(await takenOf(id)).toBe(0);
  });

  it('gives the code back half an hour later where nobody went on', async () => {
    const { id, code } = await invite();
    const browser = world.browser();
    await begin(browser, code, nextEmail());
    expect(await resume()).toMatchObject({ undone: 0 });
    expect(await takenOf(id)).toBe(1);
    expect(await resume(OVER)).toMatchObject({ finished: 0 });
    expect(await takenOf(id)).toBe(0);
    expect(told(await browser.post('verify-email', { code: CODE }))).toEqual([409, 'sign_up_not_pending']);
  });

  /** Whatever happened: one whole account and the code used, or none and the code given back. */
  const isWhole = async (email: string, inviteId: string) => {
    const [atClerk, here, taken] = [world.usersAt(email), await personsOf(email), await takenOf(inviteId)];
    if (atClerk.length === 0) expect([here, taken]).toEqual([[], 0]);
    else expect([atClerk.length, here, taken]).toEqual([1, [{ clerk_id: atClerk[0]!.id }], 1]);
    return atClerk.length === 1;
  };

  const CALLS = [
    ['POST /v1/dev_browser', false],
    ['POST /v1/client/sign_ups', false],
    ['PATCH /v1/client/sign_ups/*', false],
    ['POST /v1/client/sign_ups/*/prepare_verification', false],
    ['POST /v1/client/sign_ups/*/attempt_verification', true],
    ['GET /v1/users/*', true],
  ] as const;
  it.each(
    CALLS.flatMap(([match, isMade]) => [
      { match, how: 'lost', fault: { dropResponse: true }, isMade },
      { match, how: 'a failure', fault: { status: 503 }, isMade: isMade && match.startsWith('GET') },
    ]),
  )('ends whole where the answer of $match is $how', async ({ match, fault, isMade }) => {
    const { id, code } = await invite();
    const email = nextEmail();
    const browser = world.browser();
    world.clerk.control.setFaults([{ match, ...fault }]);
    const first = await begin(browser, code, email);
    if (first.status === 200) await browser.post('verify-email', { code: CODE });
    else expect(told(first)).toEqual([503, 'sign_in_unavailable']);
    world.clerk.control.clearFaults();
    await resume(first.status === 200 ? OVER : '');
    expect(await isWhole(email, id)).toBe(isMade);
    expect(await world.database.query('select from account_sign_ups where settled_at is null')).toEqual([]);
  });

  it.each([
    ['taking the code', SignUpLedgerService, 'begin', false],
    ['noting that Clerk mailed a code', SignUpLedgerService, 'wait', false],
    ['taking the sign-up for a code', SignUpLedgerService, 'claim', false],
    ['noting the user of Clerk', SignUpLedgerService, 'created', true],
    ['finishing here', SignUpLedgerService, 'done', true],
  ] as const)('ends whole where the process dies after %s', async (_, type, method, isMade) => {
    const { id, code } = await invite();
    const email = nextEmail();
    const browser = world.browser();
    const ledger = part(type) as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
    const real = ledger[method]!.bind(ledger);
    const dying = vi.spyOn(ledger, method).mockImplementation(async (...given) => {
      await real(...given);
      throw new Error('the process died');
    });
    const first = await begin(browser, code, email);
    if (method !== 'begin' && method !== 'wait') await browser.post('verify-email', { code: CODE });
    else expect(first.status).toBe(500);
    dying.mockRestore();
    await resume(OVER);
    expect(await isWhole(email, id)).toBe(isMade);
  });

  it('deletes the user again, and gives the code back, where the person may not come in', async () => {
    const { id, code } = await invite();
    const email = nextEmail();
    const browser = world.browser();
    await begin(browser, code, email);
    // Erased between the first step and the last: the address is a tombstone by now.
    const hash = await part(UnitOfWork).run(ACCOUNTS, () =>
      part(TombstoneHasher).of('legacy_address', email),
    );
    await world.database.query(
      `insert into tombstones (kind, object_hash, hashed, deleted_at) values ('legacy_address', '${hash}', true, now())`,
    );
    // And the first deletion's answer is lost, before it is done.
    world.clerk.control.setFaults([{ match: 'DELETE /v1/users/*', status: 503, times: 4 }]);
    const refused = await browser.post('verify-email', { code: CODE });
    expect(refused.status).toBe(503);
    world.clerk.control.clearFaults();
    expect(await takenOf(id)).toBe(1);
    await resume();
    await world.settled();
    expect(world.usersAt(email)).toEqual([]);
    expect(await takenOf(id)).toBe(0);
  });

  it('says 409 to a browser whose right code was answered by nobody: the account is there', async () => {
    const { code } = await invite();
    const email = nextEmail();
    const browser = world.browser();
    await begin(browser, code, email);
    world.clerk.control.setFaults([
      { match: 'POST /v1/client/sign_ups/*/attempt_verification', dropResponse: true },
    ]);
    expect(told(await browser.post('verify-email', { code: CODE }))).toEqual([409, 'sign_up_complete']);
    expect((await world.browser().signIn(email, PASSWORD)).status).toBe(200);
  });
});
