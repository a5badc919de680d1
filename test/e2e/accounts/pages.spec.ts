import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode } from '@tenantry/clerk-emulator';
import { InvitesService } from '#accounts';
import { Chromium, type Page, withChromium } from '../../support/chromium.js';
import { violations } from '../console/page-faults.js';
import { type SignInWorld, startPagesWorld } from './sign-in-world.js';

const PASSWORD = 'correct horse battery staple';
const NEXT = 'a stapled horse and a battery';
const CODE = '424242';
const TOO_LONG_SECONDS = 11 * 60;

describe('the pages of accounts', () => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await startPagesWorld();
  }, 60_000);
  afterAll(() => world.close());

  it('load nothing, run no script, and say which page a form stands on', async () => {
    const { headers } = await fetch(`${world.url}/account/sign-in`);
    const policy = headers.get('content-security-policy')!;
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri/);
    expect(policy).not.toContain('unsafe');
    expect([headers.get('referrer-policy'), headers.get('cache-control')]).toEqual([
      'same-origin',
      'no-store',
    ]);
  });

  it('take forms of their own alone, and no other body', async () => {
    const post = (origin: string | null, type = 'application/x-www-form-urlencoded') =>
      fetch(`${world.url}/account/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': type, ...(origin !== null && { origin }) },
        body: `emailAddress=${encodeURIComponent('<b>"x@made-up.test')}&password=${encodeURIComponent('<i>secret')}`,
      });
    for (const origin of [null, 'null', 'https://evil.test']) {
      const answer = await post(origin);
      expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('role="alert"')]);
    }
    const shown = await (await post(world.url)).text();
    expect(shown).toContain('value="&lt;b&gt;&quot;x@made-up.test"');
    expect(shown).not.toContain('secret');
    expect((await post(world.url, 'text/plain')).status).toBe(415);
    // The routes take JSON alone, as ever.
    const route = await fetch(`${world.url}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: world.url },
      body: 'emailAddress=a',
    });
    expect(route.status).toBe(415);
  });

  withChromium(describe)('in a browser', () => {
    let browser: Chromium;
    beforeAll(async () => {
      browser = await Chromium.start();
    }, 60_000);
    afterAll(() => browser.close());

    const at = async (path: string) => {
      const page = await browser.newPage();
      await page.open(`${world.url}/account${path}`);
      return page;
    };
    const fill = async (page: Page, fields: Readonly<Record<string, string>>, button: string) => {
      for (const [name, value] of Object.entries(fields)) await page.type(name, value);
      await page.press(button);
    };

    it('sign somebody up, enrol an app, and ask for it at the next sign-in', async () => {
      const { code } = await world.app
        .get(InvitesService, { strict: false })
        .create({ uses: 1, days: 1 }, { kind: 'system', name: 'accounts' });
      const found: string[] = [];
      const page = await at('/sign-up');
      await page.shows('Invite code');
      found.push(...(await violations(page, 'sign-up')));
      const person = { inviteCode: code, emailAddress: 'pages@made-up.test', password: 'short' };
      await fill(page, person, 'Sign up');
      await page.shows('does not take this password');
      found.push(...(await violations(page, 'sign-up-error')));
      expect(await page.evaluate('document.querySelector("[name=emailAddress]").value')).toBe(
        person.emailAddress,
      );
      await fill(page, { password: PASSWORD }, 'Sign up');
      await page.shows('Prove your address');
      found.push(...(await violations(page, 'verify')));
      await fill(page, { code: '000000' }, 'Continue');
      await page.shows('The code is wrong');
      await fill(page, { code: CODE }, 'Continue');
      await page.shows('Your account');
      found.push(...(await violations(page, 'overview')));
      await page.press('Set up an app');
      await page.shows('Scan this');
      found.push(...(await violations(page, 'totp')));
      const secret = await page.evaluate<string>('document.querySelector("p code").innerText');
      await fill(page, { code: totpCode(secret, Date.now()) }, 'Continue');
      await page.shows('I have kept them');
      found.push(...(await violations(page, 'backup-codes')));
      await page.press('I have kept them');
      await page.shows('Authenticator app: on');
      await page.press('Sign out');
      await page.shows('Forgot the password?');
      found.push(...(await violations(page, 'sign-in')));
      await fill(page, { emailAddress: person.emailAddress, password: PASSWORD }, 'Sign in');
      await page.shows('One more proof');
      found.push(...(await violations(page, 'second-factor')));
      await fill(page, { code: totpCode(secret, Date.now()) }, 'Continue');
      await page.shows('Your account');
      world.clerk.control.advanceClock(TOO_LONG_SECONDS);
      await page.press('Remove the app');
      await page.shows('Is it you?');
      found.push(...(await violations(page, 'confirm')));
      await fill(page, { password: PASSWORD }, 'Continue');
      await page.shows('One more proof');
      await fill(page, { code: totpCode(secret, Date.now()) }, 'Continue');
      await page.shows('Your account');
      await page.press('Remove the app');
      await page.shows('Authenticator app: off');
      await fill(page, { phoneNumber: '+1 555 555 0123' }, 'Send a code');
      await page.shows('Prove the phone');
      found.push(...(await violations(page, 'phone')));
      await fill(page, { code: CODE }, 'Continue');
      await page.until('/Your account|Backup codes/.test(document.body.innerText)');
      expect(page.console).toEqual([]);
      expect(page.addresses.every((address) => address.startsWith(`${world.url}/`))).toBe(true);
      expect(page.addresses.join()).not.toContain(secret);
      expect(found).toEqual([]);
    }, 120_000);

    it('reset and change a password', async () => {
      const emailAddress = 'forgot@made-up.test';
      await world.createAtClerk(emailAddress, PASSWORD);
      const page = await at('/reset');
      await fill(page, { emailAddress }, 'Mail me a code');
      await page.shows('Choose a new password');
      const found = await violations(page, 'reset');
      await fill(page, { code: CODE, newPassword: NEXT }, 'Set the password');
      await page.shows('Your account');
      await page.press('Change the password');
      await page.shows('Current password');
      found.push(...(await violations(page, 'password')));
      await fill(page, { currentPassword: NEXT, newPassword: PASSWORD }, 'Change the password');
      await page.shows('Authenticator app: off');
      expect((await world.browser().signIn(emailAddress, PASSWORD)).status).toBe(200);
      const stranger = await at('');
      await stranger.shows('Forgot the password?');
      expect(found).toEqual([]);
    }, 60_000);
  });
});
