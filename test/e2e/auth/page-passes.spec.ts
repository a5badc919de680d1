import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { Environment } from '#settings';
import { startReplica } from '../../access/quiet-app.js';
import { atClerk } from '../../support/at-clerk.js';
import { Chromium, withChromium } from '../../support/chromium.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { startTlsFront, type TlsFront } from '../../support/tls-front.js';

const COMPLIANCE = 'compliance@tenantry.test';
const PASSWORD = 'correct horse battery staple';
const PROVED = { fva: [0, 0] };
const MAP = '/api/v1/privacy/data-map';
/** What Chromium sends when somebody types an address. */
const TYPED = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const SHOWN = { ...TYPED, accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('a pass for one page, by the rules of production', () => {
  let world: DemoWorld;
  let front: TlsFront;
  let service: Awaited<ReturnType<typeof startReplica>>;
  let usage: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    front = await startTlsFront(() => service.url);
    const { environment } = world;
    const { masterKey, clerk } = environment;
    const production = {
      ...environment,
      masterKey,
      stage: 'production' as const,
      accountSignInEnabled: true,
      accountPagesEnabled: true,
      consoleEnabled: false,
      trustedProxies: ['127.0.0.1'],
      clerk: { ...clerk, authorizedParties: [...clerk.authorizedParties, front.origin] },
    };
    service = await startReplica(new Environment(production), 'api');
    usage = `/api/v1/organizations/${world.harbour.id}/usage`;
  }, 60_000);
  afterAll(async () => {
    await service.app.close();
    await front.close();
    await world.close();
  });

  // Node's own `fetch` says of every request that it is one of a script.
  const get = (path: string, headers: Record<string, string> = SHOWN) =>
    request(service.url).get(path).set(headers).redirects(0);
  const ask = (email: string, body: object, claims: object = PROVED) =>
    fetch(`${service.url}/api/v1/page-visits`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${world.clerk.control.tokens({ email, claims: { ...claims } }).jwt}`,
      },
      body: JSON.stringify(body),
    });
  const passOf = async (email: string, page: string, accessReason?: string) => {
    const answer = await ask(email, { page, ...(accessReason !== undefined && { accessReason }) });
    expect([answer.status, ((await answer.json()) as { location: string }).location]).toEqual([200, page]);
    return answer.headers.getSetCookie()[0]!;
  };
  const valueOf = (cookie: string) => cookie.split(';')[0]!;

  it('is a cookie that no script reads, no other page sends, and that ends with the token', async () => {
    const cookie = await passOf(COMPLIANCE, MAP);
    expect(cookie).toMatch(
      /^__Host-tenantry_page=[\w-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=(?:60|5\d); Secure$/,
    );
    const answer = await get(MAP, { ...SHOWN, cookie: valueOf(cookie) });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.text).toContain('<h1>');
    // Nothing that is known of the person can be read in it.
    const text = Buffer.from(valueOf(cookie).split('=')[1]!, 'base64url').toString('latin1');
    expect(text).not.toMatch(/user_|sess_/);
  });

  it('opens the docs, which are shut in production, and what they load', async () => {
    expect((await get('/docs', {})).status).toBe(401);
    const cookie = valueOf(await passOf('nina@nowhere.test', '/docs'));
    const page = await get('/docs', { ...SHOWN, cookie });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('swagger-ui')]);
    const script = {
      'sec-fetch-site': 'same-origin',
      'sec-fetch-mode': 'no-cors',
      'sec-fetch-dest': 'script',
    };
    const part = await get('/docs/swagger-ui-init.js', { ...script, cookie });
    expect([part.status, part.text]).toEqual([200, expect.stringContaining('/api/v1/page-visits')]);
    expect((await get('/openapi.json', { ...SHOWN, cookie })).status).toBe(401);
  });

  it('is asked for where it is missing: a browser is led to sign in, and comes back', async () => {
    const path = `${usage}?month=2026-11`;
    for (const headers of [SHOWN, { ...SHOWN, 'sec-fetch-site': 'cross-site' }]) {
      const answer = await get(path, headers);
      expect([answer.status, answer.headers['location']]).toEqual([
        303,
        `/account/open?page=${encodeURIComponent(path)}`,
      ]);
    }
    // Who is no browser that shows something to somebody is answered as ever.
    expect((await get(path, {})).status).toBe(401);
    expect((await get('/api/v1/me')).status).toBe(401);
  });

  it('is good for its page alone, and only for what a browser shows', async () => {
    const cookie = valueOf(await passOf('olivia@harbour.test', usage));
    const seen = async (path: string, headers: Record<string, string>, method: 'get' | 'post' = 'get') => {
      const answer = await request(service.url)
        [method](path)
        .set({ ...headers, cookie })
        .redirects(0);
      return answer.status;
    };
    expect(await seen(usage, SHOWN)).toBe(200);
    expect(await seen(`${usage}?format=html`, SHOWN)).toBe(200);
    const elsewhere = ['/api/v1/me', `${usage}/explain`, `${usage}/chart.svg`, '/api/v1/session', '/metrics'];
    for (const path of elsewhere) expect([path, await seen(path, SHOWN)]).toEqual([path, 401]);
    // Another page, be it of a place below.
    const below = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}/usage`;
    for (const path of [MAP, '/docs', '/api/v1/usage', below]) expect(await seen(path, SHOWN)).toBe(303);
    const wrong: Record<string, string>[] = [
      { ...SHOWN, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
      { ...SHOWN, 'sec-fetch-dest': 'iframe' },
      { accept: 'text/html' },
      { ...SHOWN, authorization: 'Bearer nonsense' },
    ];
    for (const headers of wrong) expect([headers, await seen(usage, headers)]).toEqual([headers, 401]);
    for (const site of ['cross-site', 'same-site'])
      expect(await seen(usage, { ...SHOWN, 'sec-fetch-site': site })).toBe(303);
    expect(await seen(usage, SHOWN, 'post')).toBe(405);
    expect(await seen(`${usage}/`, SHOWN)).not.toBe(200);
  });

  it('cannot be made up, changed, doubled or made of another cookie', async () => {
    const cookie = valueOf(await passOf(COMPLIANCE, MAP));
    const [name, value] = cookie.split('=') as [string, string];
    const turned = value.slice(0, 30) + (value[30] === 'A' ? 'B' : 'A') + value.slice(31);
    const made = [
      `${name}=`,
      `${name}=${'A'.repeat(200)}`,
      `${name}=${turned}`,
      `${name}=${value}.`,
      `tenantry_page=${value}`,
      `${cookie}; ${cookie}`,
      `${name}=${world.clerk.control.tokens({ email: COMPLIANCE, claims: PROVED }).jwt}`,
    ];
    for (const each of made) expect((await get(MAP, { ...SHOWN, cookie: each })).status).toBe(303);
    expect((await get(MAP, { ...SHOWN, cookie })).status).toBe(200);
  });

  it('opens nothing that its person may not see, and ends with a session', async () => {
    expect(
      (await get(MAP, { ...SHOWN, cookie: valueOf(await passOf('sam@harbour.test', MAP)) })).status,
    ).toBe(403);
    const stranger = valueOf(await passOf('anton@alpine.test', usage));
    expect((await get(usage, { ...SHOWN, cookie: stranger })).status).toBe(404);
    const docs = valueOf(await passOf(COMPLIANCE, '/docs'));
    const map = valueOf(await passOf(COMPLIANCE, MAP));
    expect((await get('/docs', { ...SHOWN, cookie: docs })).status).toBe(200);
    await world
      .as('owner@tenantry.test', PROVED)
      .post(`/api/v1/users/${await world.userId(COMPLIANCE)}/sessions/revoke`)
      .expect((answer) => {
        expect(answer.status).toBeLessThan(300);
      });
    expect((await get(MAP, { ...SHOWN, cookie: map })).status).toBe(401);
    // The docs read no table; what is in memory is half a second old at most.
    await until(
      'the docs are shut',
      async () => (await get('/docs', { ...SHOWN, cookie: docs })).status === 401,
    );
  });

  it('tells why staff look at what is a customer’s, and does so once for its page', async () => {
    const admin = 'admin@tenantry.test';
    const silent = await get(usage, { ...SHOWN, cookie: valueOf(await passOf(admin, usage)) });
    expect([silent.status, silent.body.code]).toEqual([403, 'access_reason_required']);
    const cookie = valueOf(await passOf(admin, usage, 'The customer asked about Müller’s bill'));
    expect((await get(usage, { ...SHOWN, cookie })).status).toBe(200);
    const log = await world
      .as('olivia@harbour.test')
      .get(`/api/v1/organizations/${world.harbour.id}/audit-log`);
    const visits = log.body.data.filter(
      ({ action }: { action: string }) => action === 'access.support_visit',
    );
    expect(visits.map(({ reason }: { reason: string }) => reason)).toEqual([
      'The customer asked about Müller’s bill',
    ]);
  });

  it.each([
    'https://evil.test/',
    '//evil.test/docs',
    '/\\evil.test',
    '/api/v1/me',
    '/console',
    '/docs#x',
    'docs',
  ])('is not given for %s', async (page) => {
    const answer = await ask('nina@nowhere.test', { page });
    expect([400, 422]).toContain(answer.status);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  withChromium(describe)('in a browser', () => {
    let browser: Chromium;
    beforeAll(async () => {
      browser = await Chromium.start('--ignore-certificate-errors');
    }, 60_000);
    afterAll(() => browser.close());

    it('opens after a sign-in what an address bar asks for', async () => {
      const clerk = (path: string, body: object) => atClerk(world.clerk, 'POST', path, body);
      const [harbour] = await world.database.query<{ id: string }>(
        'select clerk_id as id from organizations where id = $1',
        [world.harbour.id],
      );
      const { id } = await clerk('/users', { email_address: ['dora@harbour.test'], password: PASSWORD });
      await clerk(`/organizations/${harbour!.id}/memberships`, { user_id: id, role: 'org:admin' });
      await world.settled();
      const page = await browser.newPage();
      await page.open(`${front.origin}/docs`);
      await page.shows('Forgot the password?');
      await page.type('emailAddress', 'dora@harbour.test');
      await page.type('password', PASSWORD);
      await page.press('Sign in');
      await page.shows('Open a page');
      await page.press('Open');
      await page.until(
        `location.pathname === '/docs' && document.body.innerText.includes('Who the token says you are')`,
      );
      await page.open(`${front.origin}${usage}`);
      await page.shows('Open a page');
      await page.press('Open');
      await page.until(`location.pathname === '${usage}' && Boolean(document.querySelector('h1'))`);
      // Neither the page's own scripts nor those of others get anything by it.
      const fetched = `fetch('${usage}').then(({ status }) => status, () => 'stopped')`;
      expect([401, 'stopped']).toContain(await page.evaluate(fetched));
      expect(await page.evaluate('document.cookie')).toBe('');
      const foreign = page.addresses.filter(
        (address) => !/^data:/.test(address) && !address.startsWith(front.origin),
      );
      expect(foreign).toEqual([]);
    }, 60_000);
  });
});
