import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishableKeyFor } from '#settings';
import { Chromium, type Page, withChromium } from '../../support/chromium.js';
import { OLIVIA } from '../../support/demo-people.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { ORIGIN } from '../../support/service-variables.js';
import { startTlsFront, type TlsFront } from '../../support/tls-front.js';
import { choosePerson, openSettings, pressInDialog } from './page-steps.js';

/** Clerk's own script, as its hosts serve it. */
const SCRIPT = '@clerk/clerk-js@6.40.0';
const SERVED_AT = '/npm/@clerk/clerk-js@6/dist/';
/** What the console is told of Clerk. */
const CONFIG = '/console/config.json';

withChromium(describe)('the console by the script of Clerk', () => {
  let folder: string;
  let clerkFront: TlsFront;
  let front: TlsFront;
  let world: DemoWorld;
  let browser: Chromium;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tenantry-clerk-js-'));
    execFileSync('npm', ['pack', '--silent', SCRIPT], { cwd: folder, stdio: 'ignore' });
    execFileSync('tar', ['-xzf', 'clerk-clerk-js-6.40.0.tgz'], { cwd: folder });
    const fileAt = (path: string) => {
      const file = join(folder, 'package/dist', basename(path));
      return path.startsWith(SERVED_AT) && existsSync(file) ? readFileSync(file) : undefined;
    };
    // Hosts of one site, as Clerk's is beside an app's in production; the browser is told where they are.
    clerkFront = await startTlsFront(() => world.clerk.url, { host: 'clerk.tenantry.test', fileAt });
    // The local Clerk has keys for development, whose hosts Clerk's script knows by their name; any other is of production.
    const clerk = {
      isLocal: false,
      publishableKey: publishableKeyFor(new URL(clerkFront.origin).host, 'live'),
      frontendApi: clerkFront.origin,
    };
    front = await startTlsFront(() => world.url, {
      host: 'app.tenantry.test',
      fileAt: (path) => (path === CONFIG ? Buffer.from(JSON.stringify({ clerk })) : undefined),
    });
    world = await startDemoWorld({
      clerkUrl: clerkFront.origin,
      origins: [front.origin],
      variables: () => ({
        CONSOLE_ENABLED: 'true',
        CLERK_AUTHORIZED_PARTIES: `${ORIGIN},${front.origin}`,
        TRUSTED_PROXIES: '127.0.0.1',
      }),
    });
    browser = await Chromium.start(
      '--ignore-certificate-errors',
      '--host-resolver-rules=MAP *.tenantry.test 127.0.0.1',
    );
    page = await browser.newPage();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await world.close();
    await front.close();
    await clerkFront.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('sends whoever is signed out to Clerk’s page, with the way back', async () => {
    await page.open(`${front.origin}/console/organizations/${world.harbour.id}`);
    await page.press('Go to sign-in');
    await page.until(`location.origin === ${JSON.stringify(clerkFront.origin)}`);
    expect(decodeURIComponent(await page.evaluate<string>('location.href'))).toContain(
      `${front.origin}/console/organizations/${world.harbour.id}`,
    );
  });

  it('takes the session that Clerk’s script finds, and its tokens', async () => {
    await page.open(`${front.origin}/console`);
    await page.shows('Go to sign-in');
    await page.evaluate(`(async () => {
      const { client } = Clerk;
      const started = await client.signIn.create({ identifier: ${JSON.stringify(OLIVIA)} });
      const { emailAddressId } = started.supportedFirstFactors.find(({ strategy }) => strategy === 'email_code');
      await started.prepareFirstFactor({ strategy: 'email_code', emailAddressId });
      const done = await started.attemptFirstFactor({ strategy: 'email_code', code: '424242' });
      await Clerk.setActive({ session: done.createdSessionId });
    })()`);
    await page.open(`${front.origin}/console/organizations/${world.harbour.id}`);
    await page.shows('Harbour Hotels');
    await page.shows(OLIVIA);
    expect(
      page.addresses.filter(
        (address) => !new URL(address.replace(/^blob:/, '')).host.includes('tenantry.test'),
      ),
    ).toEqual([]);
  });

  it('proves again who somebody is by Clerk’s reverification', async () => {
    world.clerk.control.advanceClock(15 * 60);
    await page.open(`${front.origin}/console/organizations/${world.harbour.id}`);
    await page.press('Hand over');
    await choosePerson(page, 'mark');
    await pressInDialog(page, 'Hand over');
    await page.shows('Prove that it is you');
    await page.type('answer', '424242');
    await page.press('Confirm');
    await page.shows('The organization belongs to mark@harbour.test');
  });

  it('ends the session by Clerk’s script', async () => {
    await openSettings(page);
    await page.press('Sign out');
    await page.shows('Go to sign-in');
  });
});
