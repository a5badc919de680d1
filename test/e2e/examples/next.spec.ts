import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../support/api-client.js';
import { Chromium, type Page, withChromium } from '../../support/chromium.js';
import { CopiedProject } from '../../support/copied-project.js';
import { freePort } from '../../support/free-port.js';

interface Local {
  apiUrl: string;
  clerkUrl: string;
  [name: string]: unknown;
}

const MINUTES = 60_000;
const CODE = '424242';
const RENAME = 'Rename';

withChromium(describe)('the Next.js app of examples/next', () => {
  let project: CopiedProject;
  let command: ChildProcess;
  let browser: Chromium;
  let local: Local;
  let origin: string;
  let log = '';

  beforeAll(async () => {
    project = new CopiedProject();
    const port = await freePort();
    origin = `http://localhost:${port}`;
    command = project.start('scripts/example.mjs', [], {
      EXAMPLE_PORT: String(port),
      PORT: '0',
      CLERK_EMULATOR_PORT: '0',
      LOCAL_POSTGRES_PORT: '0',
      LOG_LEVEL: 'info',
    });
    for (const stream of [command.stdout, command.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (log += text));
    while (!log.includes('Ready in')) {
      if (command.exitCode !== null) throw new Error(`The example did not start:\n${log}`);
      await sleep(100);
    }
    local = JSON.parse(readFileSync(project.path('.local/local.json'), 'utf8'));
    browser = await Chromium.start();
  }, 10 * MINUTES);

  afterAll(async () => {
    await (browser as Chromium | undefined)?.close();
    if (command.exitCode === null) {
      const ended = new Promise((resolve) => command.once('close', resolve));
      command.kill('SIGTERM');
      await ended;
    }
    project.remove();
  }, 2 * MINUTES);

  /** Signs in through the page, in a browser window of their own. */
  async function signIn(email: string): Promise<Page> {
    const page = await browser.newPage();
    await page.open(origin);
    await page.until(`location.pathname === '/sign-in'`);
    await sendCode(page, email, CODE, `Signed in as ${email}`);
    return page;
  }

  /** Fills in the form until these words appear; Clerk takes a few attempts in ten seconds. */
  async function sendCode(page: Page, email: string, code: string, words: string): Promise<void> {
    const deadline = Date.now() + MINUTES;
    for (;;) {
      await page.type('email', email);
      await page.type('code', code);
      await page.press('Sign in');
      await page.until(`/${words}|Too many requests/.test(document.body.innerText)`);
      if ((await page.text()).includes(words)) return;
      if (Date.now() > deadline) throw new Error(await page.text());
      await sleep(1000);
      await page.open(`${origin}/sign-in`);
    }
  }

  /** Follows the link to the only property that they have, whatever it is called by now. */
  async function openProperty(page: Page): Promise<string> {
    await page.until(`Boolean(document.querySelector('li a'))`);
    await page.evaluate(`document.querySelector('li a').click()`);
    await page.until(`location.pathname.startsWith('/organizations/')`);
    await page.shows('Europe/Lisbon');
    return page.evaluate('location.pathname');
  }

  /** What a request of this page's person gets, as it comes over the line. */
  const source = (page: Page, path = '/') =>
    page.evaluate<string>(`fetch(${JSON.stringify(path)}).then((answer) => answer.text())`);

  async function as(email: string): Promise<ApiClient> {
    const answer = await fetch(`${local.clerkUrl}/emulator/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
    const { jwt } = (await answer.json()) as { jwt: string };
    return new ApiClient(local.apiUrl, () => jwt);
  }

  it('shows everybody what they may open, and nothing else', async () => {
    const olivia = await signIn('olivia@harbour.test');
    for (const name of ['Harbour Hotels', 'Seaside', 'Old Town']) await olivia.shows(name);
    const sam = await signIn('sam@harbour.test');
    await sam.shows('Seaside');
    expect(await source(sam)).not.toMatch(/Old Town|Alpine|Glacier/);
    const nina = await signIn('nina@nowhere.test');
    await nina.shows('You belong to no organization yet.');
    // A property of others looks like one that does not exist.
    const path = await openProperty(sam);
    expect(await nina.evaluate(`fetch(${JSON.stringify(path)}).then(({ status }) => status)`)).toBe(404);
    expect(await source(nina, path)).not.toContain('Seaside');
  });

  it('refuses a wrong code in the words of Clerk', async () => {
    const page = await browser.newPage();
    await page.open(`${origin}/sign-in`);
    await sendCode(page, 'sam@harbour.test', '000000', 'The code is incorrect');
    await page.open(origin);
    await page.until(`location.pathname === '/sign-in'`);
  });

  it('lets a manager rename, tells staff whom to ask, and refuses a form that they should not have', async () => {
    const mark = await signIn('mark@harbour.test');
    const path = await openProperty(mark);
    await mark.type('name', 'Seaside Beach');
    await mark.press(RENAME);
    await mark.shows('Renamed.');
    await mark.until(`document.querySelector('h1').innerText === 'Seaside Beach'`);

    const sam = await signIn('sam@harbour.test');
    await openProperty(sam);
    await sam.shows('You may not rename this property. Ask for the role property:manager');
    expect(await sam.text()).not.toContain(RENAME);
    // The form of Mark's page, as it was sent to him, in Sam's page.
    const form = /<form[\s\S]*?<\/form>/.exec((await source(mark, path)).replace(/[\s\S]*<h1>/, ''))![0];
    await sam.evaluate(`(() => {
      document.body.innerHTML = ${JSON.stringify(form)};
      document.querySelector('[name=name]').value = 'Taken Over';
      document.querySelector('form').submit();
    })()`);
    await sam.until(`document.querySelector('h1')?.innerText === 'Seaside Beach'`);
    const olivia = await as('olivia@harbour.test');
    const [organization] = (await olivia.get('/api/v1/me').expect(200)).body.organizations;
    const refusals = await olivia
      .get(`/api/v1/organizations/${organization.id}/audit-log?action=access.denied`)
      .expect(200);
    expect(refusals.body.data[0].change).toEqual({
      code: 'permission_missing',
      route: 'PATCH /api/v1/organizations/:organizationId/properties/:propertyId',
    });
    expect(organization.properties.map(({ name }: { name: string }) => name)).toContain('Seaside Beach');
  });

  it('refuses what was allowed when the page was made, and says what would help', async () => {
    const mark = await signIn('mark@harbour.test');
    const path = await openProperty(mark);
    await mark.type('name', 'Too Late');
    const olivia = await as('olivia@harbour.test');
    const { body: me } = await (await as('mark@harbour.test')).get('/api/v1/me').expect(200);
    const grants = `/api/v1${path}/grants/${me.id}`;
    await olivia.put(grants, { role: 'property:staff' }).expect(200);
    await olivia.delete(`${grants}/property:manager`).expect(204);
    await mark.press(RENAME);
    await mark.shows('You may not rename this property. Ask for the role property:manager');
    await olivia.put(grants, { role: 'property:manager' }).expect(200);
    expect(await source(mark)).not.toContain('Too Late');
  });

  it('ends the session when somebody signs out, also for whoever kept the cookie', async () => {
    const sam = await signIn('sam@harbour.test');
    expect(await sam.evaluate('document.cookie')).toBe('');
    const cookie = await sam.cookies();
    const page = () => fetch(origin, { headers: { cookie }, redirect: 'manual' });
    expect((await page()).status).toBe(200);
    await sam.press('Sign out');
    await sam.until(`location.pathname === '/sign-in'`);
    expect([(await page()).status, (await page()).headers.get('location')]).toEqual([307, '/sign-in']);
    await sam.open(origin);
    await sam.until(`location.pathname === '/sign-in'`);
  });

  it('puts no token and no secret into a page, an address, the console or the log', async () => {
    const mark = await signIn('mark@harbour.test');
    const path = await openProperty(mark);
    await mark.shows(RENAME);
    const cookie = await mark.cookies();
    const secrets = [
      ...['clerkSecretKey', 'webhookSecret', 'databaseUrl'].map((name) => String(local[name])),
      ...cookie.split('.').slice(1),
    ];
    expect(secrets.every((secret) => secret.length > 20)).toBe(true);
    const scripts = await mark.evaluate<string>(
      `Promise.all([...document.scripts].filter(({ src }) => src).map(({ src }) => fetch(src).then((answer) => answer.text()))).then(String)`,
    );
    const seen = [
      await source(mark),
      await source(mark, path),
      await mark.evaluate<string>('document.documentElement.outerHTML'),
      scripts,
      ...mark.addresses,
      ...mark.console,
      log,
    ];
    expect(mark.addresses.length).toBeGreaterThan(5);
    expect(log).toContain('/api/v1/me');
    for (const text of seen) {
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/eyJ[\w-]{10,}\.[\w-]{10,}\./);
    }
    expect(mark.addresses.filter((address) => !address.startsWith(`${origin}/`))).toEqual([]);
    expect(existsSync(project.path('examples/next/.next'))).toBe(true);
  });
});
