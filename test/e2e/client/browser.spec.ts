import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleClient } from '../../client/client-bundle.js';
import { Chromium, type Page, withChromium } from '../../support/chromium.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { ORIGIN } from '../../support/service-variables.js';

const MARK = 'mark@harbour.test';
const CHECK = '/api/v1/access/check';

withChromium(describe)('the typed client in a browser', () => {
  let world: DemoWorld;
  let pages: Server;
  let browser: Chromium;
  let origin: string;

  beforeAll(async () => {
    const { outputFiles } = await bundleClient();
    pages = createServer(({ url }, response) => {
      const [type, body] =
        url === '/client.js' ? ['text/javascript', outputFiles[0]!.text] : ['text/html', '<!doctype html>'];
      response.setHeader('content-type', type).end(body);
    });
    await new Promise<void>((listening) => pages.listen(0, '127.0.0.1', listening));
    origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    // Another origin than the service's: the browser asks for leave before each request, as it does for an app.
    world = await startDemoWorld({
      variables: () => ({ CLERK_AUTHORIZED_PARTIES: `${ORIGIN},${origin}` }),
    });
    browser = await Chromium.start();
  }, 120_000);

  afterAll(async () => {
    await (browser as Chromium | undefined)?.close();
    await world.close();
    await new Promise((closed) => pages.close(closed));
  });

  const open = async (url: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.open(url);
    await page.until(`location.origin === ${JSON.stringify(url)} && document.readyState === 'complete'`);
    return page;
  };
  /** Runs a function of the page with the client; whatever it throws is answered by its name and code. */
  const withClient = (page: Page, token: string, call: string) =>
    page.evaluate<unknown>(
      `import('${origin}/client.js').then(({ createTenantry }) => {
         const client = createTenantry({ baseUrl: '${world.url}', token: () => ${JSON.stringify(token)} });
         return (${call})(client);
       }).catch((error) => ({ name: error.name, code: error.code ?? null }))`,
    );
  const can = (permission: string, propertyId: string) =>
    `(client) => client.can(${JSON.stringify(permission)}, ${JSON.stringify({ organizationId: world.harbour.id, propertyId })})`;
  const tokenOf = (email: string) => world.clerk.control.tokens({ email }).jwt;

  it('answers can() from a page of another origin, with the service’s yes and no', async () => {
    const page = await open(origin);
    const { seaside, oldTown } = world.harbour;
    const ask = (permission: string, propertyId: string) =>
      withClient(page, tokenOf(MARK), can(permission, propertyId));
    expect(await ask('property:property:manage', seaside)).toBe(true);
    // Mark holds Seaside alone.
    expect(await ask('property:property:manage', oldTown)).toBe(false);
    expect(page.addresses.filter((url) => url === `${world.url}${CHECK}`).length).toBeGreaterThanOrEqual(2);
  });

  it('throws a refusal as its class, with its code', async () => {
    const page = await open(origin);
    const refused = await withClient(
      page,
      'no.token.at-all',
      can('property:property:read', world.harbour.seaside),
    );
    expect(refused).toEqual({ name: 'UnauthenticatedError', code: expect.stringMatching(/^\w+$/) });
  });
});
