import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hash } from '@node-rs/argon2';
import { totpCode } from '@tenantry/clerk-emulator';
import { type AuthBrowser, type SignInWorld, startSignInWorld, told } from './sign-in-world.js';

const PASSWORD = 'correct horse battery staple';
const NEXT = 'a stapled horse and a battery';
const CODE = '424242';
const TOO_LONG_SECONDS = 11 * 60;

describe('one’s own account', () => {
  let world: SignInWorld;
  let count = 0;
  beforeAll(async () => {
    world = await startSignInWorld({ variables: { SCHEDULER_ENABLED: 'false' } });
  }, 60_000);
  afterAll(() => world.close());
  afterEach(() => {
    world.clerk.control.clearFaults();
  });

  const nextEmail = () => `own-${++count}@made-up.test`;
  const signedIn = async () => {
    const email = nextEmail();
    const clerkId = await world.createAtClerk(email, PASSWORD);
    const browser = world.browser();
    expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
    return { email, browser, clerkId };
  };
  const enrolTotp = async (browser: AuthBrowser) => {
    const begun = await browser.post('totp', {});
    const secret = String(begun.body['secret']);
    const done = await browser.post('totp', { code: totpCode(secret, Date.now()) });
    return { begun, secret, done };
  };

  it('enrols an authenticator app, which the next sign-in asks for, and removes it', async () => {
    const { email, browser } = await signedIn();
    const { begun, secret, done } = await enrolTotp(browser);
    expect(begun.body).toMatchObject({ status: 'needs_code', backupCodes: [] });
    expect(begun.body['uri']).toContain(`secret=${secret}`);
    expect(done.body).toMatchObject({ status: 'enrolled', secret: null, uri: null });
    expect(done.body['backupCodes']).toHaveLength(10);
    expect(told(await browser.post('totp', {}))).toEqual([409, 'totp_enrolled']);
    expect((await browser.get('factors')).body).toEqual({
      password: true,
      totp: true,
      backupCodes: true,
      phones: [],
    });
    const [backup] = done.body['backupCodes'] as string[];
    const other = world.browser();
    expect((await other.signIn(email, PASSWORD)).body['status']).toBe('needs_second_factor');
    expect(told(await other.post('second-factor', { strategy: 'backup_code', code: backup }))).toEqual([
      200,
      'complete',
    ]);
    const fresh = await browser.post('backup-codes');
    expect(fresh.body['backupCodes']).not.toContain(backup);
    expect((await browser.delete('totp')).status).toBe(204);
    expect(told(await browser.delete('totp'))).toEqual([404, 'factor_unknown']);
    expect((await world.browser().signIn(email, PASSWORD)).body['status']).toBe('complete');
    const audited = await world.database.query<{ what: string }>(
      `select change->>'what' as what from audit_events where action = 'account.change_asked'
        and target_id = (select user_id::text from user_email_addresses where email_address = '${email}') order by id`,
    );
    expect(audited.map(({ what }) => what)).toEqual([
      'totp.enrol',
      'backup_codes.replace',
      'totp.remove',
      'totp.remove',
    ]);
  });

  it('enrols a phone by a code to it, and removes it', async () => {
    const { email, browser } = await signedIn();
    const begun = await browser.post('phone', { phoneNumber: '+15555550111' });
    expect(told(begun)).toEqual([200, 'needs_code']);
    const phoneNumberId = String(begun.body['phoneNumberId']);
    expect(told(await browser.post('phone', { phoneNumberId, code: '000000' }))).toEqual([
      401,
      'account_code_wrong',
    ]);
    const done = await browser.post('phone', { phoneNumberId, code: CODE });
    expect(told(done)).toEqual([200, 'enrolled']);
    expect((await browser.get('factors')).body['phones']).toEqual([
      { id: phoneNumberId, phoneNumber: '+15555550111', verified: true, secondFactor: true },
    ]);
    expect((await world.browser().signIn(email, PASSWORD)).body['status']).toBe('needs_second_factor');
    const thief = await signedIn();
    expect(told(await thief.browser.delete(`phone/${phoneNumberId}`))).toEqual([404, 'factor_unknown']);
    expect(told(await thief.browser.post('phone', { phoneNumber: '+15555550111' }))).toEqual([
      422,
      'phone_refused',
    ]);
    expect((await browser.delete(`phone/${phoneNumberId}`)).status).toBe(204);
    expect((await world.browser().signIn(email, PASSWORD)).body['status']).toBe('complete');
    for (const body of [{}, { code: CODE }, { phoneNumber: '+15555550111', code: CODE }])
      expect(told(await browser.post('phone', body))).toEqual([400, 'invalid_request']);
  });

  it('passes on that Clerk wants a proof, as the guard says it, and takes it', async () => {
    const { browser, email } = await signedIn();
    const { secret } = await enrolTotp(browser);
    world.clerk.control.advanceClock(TOO_LONG_SECONDS);
    const refused = await browser.delete('totp');
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      code: 'reverification_required',
      clerk_error: {
        reason: 'reverification-error',
        metadata: { reverification: { level: 'second_factor' } },
      },
    });
    expect(told(await browser.post('reverification', { password: 'wrong' }))).toEqual([
      401,
      'account_password_wrong',
    ]);
    const first = await browser.post('reverification', { password: PASSWORD });
    expect(first.body).toMatchObject({ status: 'needs_second_factor' });
    expect(first.body['secondFactors']).toContainEqual({ strategy: 'totp', safeIdentifier: null });
    expect(told(await browser.delete('totp'))).toEqual([403, 'reverification_required']);
    const second = await browser.post('reverification', {
      strategy: 'totp',
      code: totpCode(secret, Date.now()),
    });
    expect(second.body).toEqual({ status: 'complete', secondFactors: [] });
    expect((await browser.delete('totp')).status).toBe(204);
    expect((await world.browser().signIn(email, PASSWORD)).body['status']).toBe('complete');
  });

  it('takes a mailed code as the proof of people who have no password any more', async () => {
    const { browser, clerkId } = await signedIn();
    await world.backend('POST', `/users/${clerkId}/remove_password`);
    world.clerk.control.advanceClock(TOO_LONG_SECONDS);
    expect(told(await browser.post('totp', {}))).toEqual([403, 'reverification_required']);
    expect(told(await browser.post('reverification', { strategy: 'email_code', code: CODE }))).toEqual([
      409,
      'account_code_expired',
    ]);
    expect(told(await browser.post('reverification', { strategy: 'email_code' }))).toEqual([
      200,
      'needs_first_factor',
    ]);
    expect(told(await browser.post('reverification', { strategy: 'email_code', code: '000000' }))).toEqual([
      401,
      'account_code_wrong',
    ]);
    expect(told(await browser.post('reverification', { strategy: 'email_code', code: CODE }))).toEqual([
      200,
      'complete',
    ]);
    expect(told(await browser.post('totp', {}))).toEqual([200, 'needs_code']);
  });

  it('changes the password, and ends the other sessions and the sign-ins that wait', async () => {
    const { email, browser } = await signedIn();
    const other = world.browser();
    await other.signIn(email, PASSWORD);
    await enrolTotp(browser);
    const waiting = world.browser();
    expect((await waiting.signIn(email, PASSWORD)).body['status']).toBe('needs_second_factor');
    const change = (currentPassword: string, newPassword: string) =>
      browser.post('password', { currentPassword, newPassword });
    expect(told(await change('wrong', NEXT))).toEqual([401, 'account_password_wrong']);
    expect(told(await change(PASSWORD, 'short'))).toEqual([422, 'password_refused']);
    expect((await change(PASSWORD, NEXT)).status).toBe(204);
    expect(told(await other.post('session/refresh'))).toEqual([401, 'session_cookie_invalid']);
    expect(told(await waiting.post('second-factor', { strategy: 'totp', code: '000000' }))).toEqual([
      401,
      'session_cookie_invalid',
    ]);
    expect((await browser.post('session/refresh')).status).toBe(200);
    expect(told(await world.browser().signIn(email, PASSWORD))).toEqual([401, 'sign_in_refused']);
    expect((await world.browser().signIn(email, NEXT)).status).toBe(200);
  });

  it('is nobody’s without a cookie, before the second factor, and once the person is banned', async () => {
    expect(told(await world.browser().post('totp', {}))).toEqual([401, 'session_cookie_missing']);
    const { email, browser, clerkId } = await signedIn();
    await enrolTotp(browser);
    const half = world.browser();
    await half.signIn(email, PASSWORD);
    expect(told(await half.delete('totp'))).toEqual([401, 'second_factor_awaited']);
    await world.backend('POST', `/users/${clerkId}/ban`);
    await world.settled();
    expect(told(await browser.delete('totp'))).toEqual([401, 'session_ended']);
  });

  it('stops guesses of a code, over the attempts of one person', async () => {
    const { browser } = await signedIn();
    await browser.post('totp', {});
    const codes: unknown[] = [];
    for (let round = 0; round < 11; round += 1)
      codes.push((await browser.post('totp', { code: '000000' })).body['code']);
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'account_code_wrong'));
    expect(codes[10]).toBe('too_many_sign_ins');
  });

  it('resets a password by Clerk’s code, and signs in with it', async () => {
    const { email } = await signedIn();
    const browser = world.browser();
    expect(told(await browser.post('password-reset', { emailAddress: email }))).toEqual([200, 'needs_code']);
    const wrong = { code: '000000', password: NEXT };
    expect(told(await browser.post('password-reset', wrong))).toEqual([401, 'password_reset_code_wrong']);
    const weak = await browser.post('password-reset', { code: CODE, password: 'short' });
    expect(told(weak)).toEqual([422, 'password_refused']);
    const done = await browser.post('password-reset', { password: NEXT });
    expect(told(done)).toEqual([200, 'complete']);
    expect((await world.browser().signIn(email, NEXT)).status).toBe(200);
    expect(told(await world.browser().signIn(email, PASSWORD))).toEqual([401, 'sign_in_refused']);
  });

  it('asks for the second factor after a reset, and goes on where an answer was lost', async () => {
    const { email, browser } = await signedIn();
    const { secret } = await enrolTotp(browser);
    const other = world.browser();
    await other.post('password-reset', { emailAddress: email });
    const match = 'POST /v1/client/sign_ins/*/attempt_first_factor';
    world.clerk.control.setFaults([{ match, dropResponse: true, times: 1 }]);
    const done = await other.post('password-reset', { code: CODE, password: NEXT });
    expect(done.body).toMatchObject({ status: 'needs_second_factor', session: null });
    const code = totpCode(secret, Date.now());
    expect(told(await other.post('second-factor', { strategy: 'totp', code }))).toEqual([200, 'complete']);
  });

  it('moves somebody of the older system who forgot the password, and resets it', async () => {
    const email = nextEmail();
    const digest = await hash(PASSWORD, { memoryCost: 1024, timeCost: 1, parallelism: 1 });
    await world.load([{ id: 'legacy-forgot', email, digest }]);
    const browser = world.browser();
    await browser.post('password-reset', { emailAddress: email });
    expect(world.usersAt(email)).toHaveLength(1);
    expect(told(await browser.post('password-reset', { code: CODE, password: NEXT }))).toEqual([
      200,
      'complete',
    ]);
  });

  it('tells nobody by a reset who has an account', async () => {
    const { email } = await signedIn();
    const seen = await Promise.all(
      [email, nextEmail()].map(async (emailAddress) => {
        const browser = world.browser();
        const startedAt = performance.now();
        const first = await browser.post('password-reset', { emailAddress });
        const isLate = performance.now() - startedAt > 590;
        const answers = [];
        for (let round = 0; round < 6; round += 1)
          answers.push(told(await browser.post('password-reset', { code: '000000', password: NEXT })));
        return [told(first), isLate, first.cookie?.replace(/=[^;]+/, ''), answers];
      }),
    );
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]![3]).toEqual([
      ...Array.from({ length: 4 }, () => [401, 'password_reset_code_wrong']),
      [409, 'password_reset_codes_exhausted'],
      [409, 'password_reset_not_pending'],
    ]);
  });
});
