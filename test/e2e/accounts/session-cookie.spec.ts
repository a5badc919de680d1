import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuthBrowser, type SignInWorld, startSignInWorld } from './sign-in-world.js';

const PASSWORD = 'correct horse battery staple';

describe('the session cookie', () => {
  let world: SignInWorld;
  let count = 0;
  beforeAll(async () => {
    world = await startSignInWorld();
  }, 60_000);
  afterAll(() => world.close());

  const signedIn = async () => {
    const email = `cookie-${++count}@made-up.test`;
    const clerkId = await world.createAtClerk(email, PASSWORD);
    const browser = world.browser();
    const answer = await browser.signIn(email, PASSWORD);
    expect(answer.status).toBe(200);
    return { browser, clerkId, email, first: browser.cookie! };
  };
  const refresh = async (browser: AuthBrowser, cookie: string | null) => {
    browser.cookie = cookie;
    const { status, body, cookie: set } = await browser.post('session/refresh');
    return { told: [status, body['code']], set };
  };
  const statusesOf = (clerkId: string) =>
    (world.clerk.control.state().sessions as { user_id: string; status: string }[])
      .filter(({ user_id: id }) => id === clerkId)
      .map(({ status }) => status);

  it('ends the session, here and at Clerk, where one that was replaced comes again', async () => {
    const { browser, clerkId, first } = await signedIn();
    await refresh(browser, first);
    const second = browser.cookie;
    await refresh(browser, second);
    const third = browser.cookie;
    const replayed = await refresh(browser, first);
    expect(replayed.told).toEqual([401, 'session_cookie_reused']);
    expect(replayed.set).toContain('Max-Age=0');
    expect((await refresh(browser, third)).told).toEqual([401, 'session_cookie_invalid']);
    await world.jobsDone();
    expect(statusesOf(clerkId)).toEqual(['removed']);
    const [audited] = await world.database.query<{ count: number }>(
      `select count(*)::int from audit_events where action = 'account_session.reused'
          and target_id = (select id::text from users where clerk_id = '${clerkId}')`,
    );
    expect(audited!.count).toBe(1);
  });

  it('bears two tabs that ask at once, and gives one of them the next cookie', async () => {
    const { browser, first } = await signedIn();
    const both = await Promise.all([0, 1].map(() => refresh(browser, first)));
    expect(both.map(({ told }) => told[0])).toEqual([200, 200]);
    expect(both.filter(({ set }) => set !== null)).toHaveLength(1);
  });

  it('opens nothing where it is made up, mixed of two, of another form or there twice', async () => {
    const one = await signedIn();
    const other = await signedIn();
    const parts = (cookie: string) => cookie.split('=')[1]!.split('.') as [string, string, string];
    const [handle, , mac] = parts(one.first);
    const [foreign, , foreignMac] = parts(other.first);
    const name = 'tenantry_session=';
    const garbage = [
      `${name}${handle}.1.${foreignMac}`,
      `${name}${foreign}.1.${mac}`,
      `${name}${handle}.2.${mac}`,
      `${name}${handle}.1.${'A'.repeat(43)}`,
      `${name}${'A'.repeat(22)}.1.${mac}`,
      `${name}${handle}.01.${mac}`,
      `${name}${handle}.-1.${mac}`,
      `${name}${handle}.999999999.${mac}`,
      name,
      `${name}null`,
      `${name}${'x'.repeat(3_000)}`,
      `${one.first}; ${one.first}`,
      `${one.first}; ${other.first}`,
    ];
    for (const cookie of garbage)
      for (const path of ['session/refresh', 'sign-out', 'second-factor']) {
        const browser = world.browser();
        browser.cookie = cookie;
        const body = path === 'second-factor' ? { strategy: 'totp', code: '123456' } : undefined;
        const answer = await browser.post(path, body);
        expect([cookie, path, answer.status, answer.body['code']]).toEqual([
          cookie,
          path,
          401,
          'session_cookie_invalid',
        ]);
      }
    // Nobody was signed out by any of them.
    for (const { browser, first } of [one, other]) expect((await refresh(browser, first)).told[0]).toBe(200);
    const missing = await world.browser().post('session/refresh');
    expect([missing.status, missing.body['code']]).toEqual([401, 'session_cookie_missing']);
  });

  it('is worth nothing once Clerk ended the session, banned the person or deleted them', async () => {
    const revoked = await signedIn();
    const sessions = world.clerk.control.state().sessions as { id: string; user_id: string }[];
    const { id } = sessions.find(({ user_id: user }) => user === revoked.clerkId)!;
    await world.backend('POST', `/sessions/${id}/revoke`);
    const deleted = await signedIn();
    await world.backend('DELETE', `/users/${deleted.clerkId}`);
    for (const { browser, first } of [revoked, deleted]) {
      expect((await refresh(browser, first)).told).toEqual([401, 'session_ended']);
      expect((await refresh(browser, first)).told).toEqual([401, 'session_cookie_invalid']);
    }
  });

  it('counts from the moment it is replaced, although Clerk does not answer then', async () => {
    const { browser, first } = await signedIn();
    world.clerk.control.setFaults([{ match: 'POST /v1/client/sessions/*/tokens', status: 503, times: 1 }]);
    const lost = await refresh(browser, first);
    expect(lost.told).toEqual([503, 'sign_in_unavailable']);
    expect(lost.set).toContain('.2.');
    expect((await refresh(browser, browser.cookie)).told[0]).toBe(200);
  });

  it('goes with the person: an erasure leaves nothing of it', async () => {
    const { clerkId } = await signedIn();
    const of = `(select id from users where clerk_id = '${clerkId}')`;
    const [row] = await world.database.query<{ sealed: string }>(
      `select sealed_client as sealed from account_sessions where user_id = ${of}`,
    );
    expect(row!.sealed).not.toMatch(/dvb_|eyJ/);
  });
});
