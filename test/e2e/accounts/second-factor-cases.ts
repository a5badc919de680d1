import { expect, it } from 'vitest';
import { totpCode } from '@tenantry/clerk-emulator';
import { PASSWORD, type SignInPeople } from './sign-in-people.js';

const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** Whoever has a second factor is asked for it, and wrong codes are counted. */
export function secondFactorCases(started: () => SignInPeople): void {
  it('asks for the second factor that somebody had in the older system', async () => {
    const people = started();
    const { world } = people;
    const email = await people.old({ totpSecret: TOTP_SECRET });
    const browser = world.browser();
    const first = await browser.signIn(email, PASSWORD);
    expect(first.body).toMatchObject({
      status: 'needs_second_factor',
      session: null,
      secondFactors: [{ strategy: 'totp', safeIdentifier: null }],
    });
    const early = await browser.post('session/refresh');
    expect([early.status, early.body['code']]).toEqual([401, 'second_factor_awaited']);
    const wrong = await browser.post('second-factor', { strategy: 'totp', code: '000000' });
    expect([wrong.status, wrong.body['code']]).toEqual([401, 'second_factor_wrong']);
    const none = await browser.post('second-factor', { strategy: 'phone_code' });
    expect([none.status, none.body['code']]).toEqual([422, 'second_factor_unavailable']);
    const done = await browser.post('second-factor', {
      strategy: 'totp',
      code: totpCode(TOTP_SECRET, Date.now()),
    });
    expect([done.status, done.body['status']]).toEqual([200, 'complete']);
    expect((await browser.post('session/refresh')).status).toBe(200);
    const late = await browser.post('second-factor', { strategy: 'totp', code: '000000' });
    expect([late.status, late.body['code']]).toEqual([409, 'second_factor_not_pending']);
  });

  it('takes a backup code once, and a code by text message that was asked for', async () => {
    const people = started();
    const { world } = people;
    const email = people.nextEmail();
    const id = await world.createAtClerk(email, PASSWORD, {
      backup_codes: ['backup01', 'backup02'],
      totp_secret: TOTP_SECRET,
    });
    const phone = await world.backend('POST', '/phone_numbers', {
      user_id: id,
      phone_number: '+15555550100',
      verified: true,
      reserved_for_second_factor: true,
    });
    expect(phone['reserved_for_second_factor']).toBe(true);
    const begin = async () => {
      const browser = world.browser();
      const first = await browser.signIn(email, PASSWORD);
      expect(first.body['status']).toBe('needs_second_factor');
      return { browser, factors: first.body['secondFactors'] };
    };
    const { browser, factors } = await begin();
    expect(factors).toEqual([
      { strategy: 'totp', safeIdentifier: null },
      { strategy: 'phone_code', safeIdentifier: '••••00' },
      { strategy: 'backup_code', safeIdentifier: null },
    ]);
    const used = await browser.post('second-factor', { strategy: 'backup_code', code: 'backup01' });
    expect(used.body['status']).toBe('complete');
    const second = (await begin()).browser;
    const again = await second.post('second-factor', { strategy: 'backup_code', code: 'backup01' });
    expect([again.status, again.body['code']]).toEqual([401, 'second_factor_wrong']);
    const unsent = await second.post('second-factor', { strategy: 'phone_code', code: '424242' });
    expect([unsent.status, unsent.body['code']]).toEqual([409, 'second_factor_code_expired']);
    const sent = await second.post('second-factor', { strategy: 'phone_code' });
    expect([sent.status, sent.body['status']]).toEqual([200, 'needs_second_factor']);
    const done = await second.post('second-factor', { strategy: 'phone_code', code: '424242' });
    expect(done.body['status']).toBe('complete');
  });

  it('has a device that is new to Clerk proved by a code to the address', async () => {
    const people = started();
    const { world } = people;
    world.clerk.control.setClientTrust(true);
    try {
      const email = await people.old();
      const browser = world.browser();
      const first = await browser.signIn(email, PASSWORD);
      expect(first.body).toMatchObject({
        status: 'needs_client_trust',
        secondFactors: [{ strategy: 'email_code', safeIdentifier: 's***@made-up.test' }],
      });
      await browser.post('second-factor', { strategy: 'email_code' });
      const done = await browser.post('second-factor', { strategy: 'email_code', code: '424242' });
      expect(done.body['status']).toBe('complete');
    } finally {
      world.clerk.control.setClientTrust(false);
    }
  });

  it('counts no code that nobody asked Clerk about', async () => {
    const people = started();
    const { world } = people;
    const email = await people.old({ totpSecret: TOTP_SECRET });
    const browser = world.browser();
    await browser.signIn(email, PASSWORD);
    world.clerk.control.setFaults([{ match: '/v1/client', status: 429, retryAfter: 3 }]);
    try {
      for (let round = 0; round < 7; round += 1) {
        const { status, body } = await browser.post('second-factor', { strategy: 'totp', code: '000000' });
        expect([status, body['code']]).toEqual([503, 'sign_in_unavailable']);
      }
    } finally {
      world.clerk.control.clearFaults();
    }
    const code = totpCode(TOTP_SECRET, Date.now());
    const done = await browser.post('second-factor', { strategy: 'totp', code });
    expect(done.body['status']).toBe('complete');
  });

  it('ends a sign-in after five wrong codes, however many come at once', async () => {
    const people = started();
    const { world } = people;
    const email = await people.old({ totpSecret: TOTP_SECRET });
    const browser = world.browser();
    await browser.signIn(email, PASSWORD);
    const { cookie } = browser;
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => {
        browser.cookie = cookie;
        return browser.post('second-factor', { strategy: 'totp', code: '000000' });
      }),
    );
    const codes = tries.map(({ body }) => String(body['code']));
    expect(codes.filter((code) => code === 'second_factor_wrong')).toHaveLength(5);
    browser.cookie = cookie;
    const right = await browser.post('second-factor', {
      strategy: 'totp',
      code: totpCode(TOTP_SECRET, Date.now()),
    });
    expect([right.status, right.body['code']]).toEqual([401, 'session_cookie_invalid']);
  });
}
