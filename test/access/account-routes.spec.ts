import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiscoveryService } from '@nestjs/core';
import { AccountPagesService } from '#accounts';
import { readInventory } from '#auth';
import { type SignInWorld, startPagesWorld } from '../e2e/accounts/sign-in-world.js';
import { ORIGIN } from '../support/service-variables.js';
import { type AccountRoute, readAccountRoutes } from './account-routes.js';
import { whenServed } from '../support/when-served.js';
import { inParallel } from './http.js';

const PASSWORD = 'correct horse battery staple';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const { callers, routes } = readAccountRoutes();

/** What a caller brings along, but for the body. */
interface Carried {
  readonly origin: string | null;
  readonly cookie: string | null;
  readonly token?: string;
}

describe('the routes that a cookie opens', () => {
  let world: SignInWorld;
  let addresses = 0;
  const kept = new Map<string, Promise<Carried>>();

  beforeAll(async () => {
    world = await startPagesWorld();
  }, 60_000);
  afterAll(() => world.close());

  it('have a line each, and each line has a route', () => {
    const served = readInventory(world.app.get(DiscoveryService, { strict: false }))
      .filter(({ path }) => path.startsWith('/api/v1/auth/'))
      .map(({ method, path }) => `${method} ${path}`);
    const { shown, sent } = world.app.get(AccountPagesService, { strict: false });
    const pages = [
      ...Object.keys(shown).map((path) => `GET /account${path}`),
      ...Object.keys(sent).map((path) => `POST /account${path}`),
    ];
    expect(routes.map(({ name }) => name).sort()).toEqual([...served, ...pages].sort());
  });

  it.each(routes.map((route): [string, AccountRoute] => [route.name, route]))(
    '%s answers each caller as the line says',
    async (_, route) => {
      const seen = await inParallel(callers, 4, async (caller) => [
        caller,
        await ask(route, await carriedFor(caller, route)),
      ]);
      expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(route.answers));
    },
  );

  /** A session of its own for each request that could use it up. */
  function carriedFor(caller: string, { method }: AccountRoute): Promise<Carried> {
    const isKept =
      ['other page', 'no page'].includes(caller) ||
      (method === 'GET' && ['waiting', 'signed in'].includes(caller));
    if (!isKept) return carriedBy(caller);
    const known = kept.get(caller) ?? carriedBy(caller);
    kept.set(caller, known);
    return known;
  }

  async function carriedBy(caller: string): Promise<Carried> {
    if (caller === 'nobody') return { origin: ORIGIN, cookie: null };
    if (caller === 'made up')
      return { origin: ORIGIN, cookie: `tenantry_session=${'A'.repeat(22)}.1.${'A'.repeat(43)}` };
    const email = `caller-${(addresses += 1)}@made-up.test`;
    const isWaiting = caller === 'waiting';
    const id = await world.createAtClerk(email, PASSWORD, isWaiting ? { totp_secret: TOTP_SECRET } : {});
    if (caller === 'token')
      return { origin: ORIGIN, cookie: null, token: world.clerk.control.tokens({ email }).jwt };
    const browser = world.browser();
    const { body } = await whenServed(
      () => browser.signIn(email, PASSWORD),
      ({ status }) => status === 503,
    );
    expect(body['status']).toBe(isWaiting ? 'needs_second_factor' : 'complete');
    if (caller === 'banned') {
      await world.backend('POST', `/users/${id}/ban`);
      await world.settled();
    }
    const origin = caller === 'other page' ? 'https://evil.test' : caller === 'no page' ? null : ORIGIN;
    return { origin, cookie: browser.cookie };
  }

  async function ask({ method, path, body }: AccountRoute, carried: Carried): Promise<string> {
    const { origin, cookie, token } = carried;
    const isPage = path.startsWith('/account');
    const filled = body && fill(body, String((addresses += 1)));
    const sent = filled && (isPage ? new URLSearchParams(filled).toString() : JSON.stringify(filled));
    const asked = () =>
      fetch(`${world.url}${path.replace(':phoneNumberId', `idn_${'1'.repeat(27)}`)}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(sent !== undefined && {
            'content-type': isPage ? 'application/x-www-form-urlencoded' : 'application/json',
          }),
          ...(origin !== null && { origin }),
          ...(cookie !== null && { cookie }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          'x-forwarded-for': `203.0.113.${((addresses += 1) % 250) + 1}`,
        },
        ...(sent !== undefined && { body: sent }),
      });
    const answer = await whenServed(asked, ({ status }) => status === 503);
    const text = await answer.text();
    if (isPage) return [answer.status, answer.headers.get('location') ?? 'page'].join(' ');
    const { code } = JSON.parse(text === '' ? '{}' : text) as { code?: string };
    return [answer.status, ...(code === undefined ? [] : [code])].join(' ');
  }
});

/** With an address that nobody asked about yet: how often one may be is counted. */
function fill(body: Readonly<Record<string, string>>, unique: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, value.replace('{unique}', unique)]),
  );
}
