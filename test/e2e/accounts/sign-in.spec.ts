import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiscoveryService } from '@nestjs/core';
import { readInventory } from '#auth';
import { parseEnvironment } from '#settings';
import { VerificationQueue } from '../../../src/accounts/sign-in/digests/verification-queue.js';
import { createApp } from '../../../src/create-app.js';
import { ApiClient } from '../../support/api-client.js';
import { ORIGIN, variablesOf } from '../../support/service-variables.js';
import { secondFactorCases } from './second-factor-cases.js';
import { PASSWORD, SignInPeople } from './sign-in-people.js';
import { AuthBrowser, type SignInWorld, startSignInWorld } from './sign-in-world.js';

/** Each route that takes a cookie or a password, with a body that it would read. */
const BODIES: Readonly<Record<string, object | undefined>> = {
  'sign-in': { emailAddress: 'a@made-up.test', password: 'x' },
  'second-factor': { strategy: 'totp', code: '000000' },
  'session/refresh': undefined,
  'sign-out': undefined,
  'sign-up': { inviteCode: 'AAAAA', emailAddress: 'a@made-up.test', password: 'x' },
  'verify-email': { code: '000000' },
  totp: {},
  'backup-codes': undefined,
  phone: { phoneNumber: '+15555550100' },
  password: { currentPassword: 'x', newPassword: 'y' },
  'password-reset': { emailAddress: 'a@made-up.test' },
  reverification: { password: 'x' },
};

describe('signing in by this service', () => {
  let world: SignInWorld;
  let people: SignInPeople;
  beforeAll(async () => {
    world = await startSignInWorld();
    people = await SignInPeople.of(world);
  }, 60_000);
  afterAll(() => world.close());

  const tokenIn = (body: Record<string, unknown>) =>
    String(((body['session'] ?? body) as Record<string, unknown>)['token']);

  it('signs in whoever is at Clerk, with a token that this service takes and a cookie that nobody reads', async () => {
    const email = people.nextEmail();
    const clerkId = await world.createAtClerk(email, PASSWORD);
    const browser = world.browser();
    const answer = await browser.signIn(email, PASSWORD);
    expect([answer.status, answer.body['status']]).toEqual([200, 'complete']);
    const session = await new ApiClient(world.url, () => tokenIn(answer.body)).get('/api/v1/session');
    expect([session.status, session.body.clerkUserId]).toEqual([200, clerkId]);
    expect(answer.cookie).toMatch(
      /^tenantry_session=[\w-]{22}\.1\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
    );
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');

    const next = await browser.post('session/refresh');
    expect(next.status).toBe(200);
    expect(next.cookie).toContain('.2.');
    expect(tokenIn(next.body)).not.toBe(tokenIn(answer.body));

    const out = await browser.post('sign-out');
    expect([out.status, browser.cookie]).toEqual([204, null]);
    await world.jobsDone();
    const sessions = world.clerk.control.state().sessions as { user_id: string; status: string }[];
    expect(sessions.filter(({ user_id: id }) => id === clerkId).map(({ status }) => status)).toEqual([
      'removed',
    ]);
    expect(await world.database.query('select from account_sessions where ended_at is not null')).toEqual([]);
  });

  it('moves whoever is not at Clerk yet by the password just proved, and keeps no digest', async () => {
    const email = await people.old();
    const counted = async () =>
      (
        await world.database.query<{ without: number; with: number }>(
          `select coalesce(sum(without_clerk_id), 0)::int as without, coalesce(sum(with_clerk_id), 0)::int as with
             from account_sign_in_days`,
        )
      )[0]!;
    const before = await counted();
    const answer = await world.browser().signIn(email, PASSWORD);
    expect([answer.status, answer.body['status']]).toEqual([200, 'complete']);
    const [user, ...others] = world.usersAt(email);
    expect([user!.external_id, others]).toEqual([`legacy-${people.count}`, []]);
    expect(await people.stateOf(email)).toEqual({ state: 'created', clerk_id: user!.id, secrets: 0 });
    const again = await world.browser().signIn(email, PASSWORD);
    expect(again.status).toBe(200);
    expect(await counted()).toEqual({ without: before.without + 1, with: before.with + 1 });
    const [audited] = await world.database.query<{ count: number }>(
      `select count(*)::int from audit_events where action = 'legacy_account.created'
          and target_id = (select user_id::text from legacy_accounts where email_address = '${email}')`,
    );
    expect(audited!.count).toBe(1);
  });

  it('makes one user of an account whose first sign-ins come at once', async () => {
    const email = await people.old();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => world.browser().signIn(email, PASSWORD)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(world.usersAt(email)).toHaveLength(1);
  });

  secondFactorCases(() => people);

  it('says the same of nobody, of a wrong password and of somebody locked, after the same time', async () => {
    const waiting = await people.old();
    const locked = people.nextEmail();
    await world.createAtClerk(locked, PASSWORD);
    const banned = people.nextEmail();
    const id = await world.createAtClerk(banned, PASSWORD);
    await world.backend('POST', `/users/${id}/ban`);
    await world.settled();
    for (let round = 0; round < 2; round += 1)
      await Promise.all(Array.from({ length: 5 }, () => world.browser().signIn(locked, 'wrong')));
    const kinds = { nobody: people.nextEmail(), waiting, locked, banned };
    const seen = await Promise.all(
      Object.entries(kinds).map(async ([kind, email]) => {
        const startedAt = performance.now();
        const password = kind === 'locked' || kind === 'banned' ? PASSWORD : 'wrong';
        const { status, body, cookie } = await world.browser().signIn(email, password);
        const { type, title, code, detail } = body;
        return {
          kind,
          told: { status, type, title, code, detail, cookie },
          ms: performance.now() - startedAt,
        };
      }),
    );
    for (const { told } of seen) expect(told).toEqual(seen[0]!.told);
    expect(seen[0]!.told).toMatchObject({ status: 401, code: 'sign_in_refused', cookie: null });
    for (const { ms } of seen) expect(ms).toBeGreaterThan(590);
  });

  it('falls back to no digest while Clerk is out, and goes on where it was', async () => {
    const moved = await people.old();
    await world.browser().signIn(moved, PASSWORD);
    const waiting = await people.old();
    world.clerk.control.setFaults([{ match: '/v1/client', status: 503, retryAfter: 7 }]);
    world.clerk.control.setFaults([{ match: '/v1/dev_browser', status: 503, retryAfter: 7 }]);
    try {
      for (const email of [moved, waiting]) {
        const out = await world.browser().signIn(email, PASSWORD);
        expect([out.status, out.body['code'], out.headers.get('retry-after')]).toEqual([
          503,
          'sign_in_unavailable',
          '7',
        ]);
      }
    } finally {
      world.clerk.control.clearFaults();
    }
    for (const email of [moved, waiting])
      expect((await world.browser().signIn(email, PASSWORD)).status).toBe(200);
    expect(world.usersAt(waiting)).toHaveLength(1);
  });

  it.each([
    ['lost before it is done', { match: 'POST /v1/users', status: 500 }],
    ['lost after it is done', { match: 'POST /v1/users', dropResponse: true }],
    ['spoiled', { match: 'POST /v1/users', answer: 'html' as const }],
    ['a limit', { match: 'POST /v1/users', status: 429, retryAfter: 1 }],
  ])('makes one user where the answer of the creation is %s, twice', async (_, fault) => {
    const email = await people.old();
    world.clerk.control.setFaults([{ ...fault, times: 2 }]);
    const statuses: number[] = [];
    try {
      while (statuses.length < 9 && statuses.at(-1) !== 200) {
        const { status, headers } = await world.browser().signIn(email, PASSWORD);
        statuses.push(status);
        // Its own word is all that is waited for.
        if (status === 503) await sleep(1_000 * Math.min(2, Number(headers.get('retry-after'))));
      }
    } finally {
      world.clerk.control.clearFaults();
    }
    expect(statuses.at(-1)).toBe(200);
    expect(statuses.slice(0, -1).every((status) => status === 503)).toBe(true);
    expect(world.usersAt(email)).toHaveLength(1);
    expect(await people.stateOf(email)).toMatchObject({ state: 'created', secrets: 0 });
  });

  it('locks an account after ten wrong passwords, however many come at once, and says nothing of it', async () => {
    const email = await people.old();
    const wrong = await Promise.all(Array.from({ length: 14 }, () => world.browser().signIn(email, 'wrong')));
    expect(new Set(wrong.map(({ body }) => body['code']))).toEqual(new Set(['sign_in_refused']));
    const right = await world.browser().signIn(email, PASSWORD);
    expect([right.status, right.body['code']]).toEqual([401, 'sign_in_refused']);
    expect(world.usersAt(email)).toEqual([]);
    expect((await people.stateOf(email)).state).toBe('pending');
  });

  it('forgives what was right: signing in again and again locks nobody', async () => {
    const email = await people.old();
    const browser = world.browser();
    for (let round = 0; round < 12; round += 1)
      expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
  });

  it('stops an address after a hundred failures, whoever they are about', async () => {
    const one = world.browser();
    const statuses: number[] = [];
    for (let bite = 0; bite < 4; bite += 1) {
      const answers = await Promise.all(
        Array.from({ length: 30 }, () => one.signIn(people.nextEmail(), 'wrong')),
      );
      statuses.push(...answers.map(({ status }) => status));
    }
    expect([401, 429].map((wanted) => statuses.filter((status) => status === wanted).length)).toEqual([
      100, 20,
    ]);
    const stopped = await one.signIn(people.nextEmail(), 'wrong');
    expect([stopped.status, stopped.body['code']]).toEqual([429, 'too_many_sign_ins']);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(60);
  });

  it('works on 32 at once, and asks the others to come again', async () => {
    const answers = await Promise.all(
      Array.from({ length: 90 }, () => world.browser().signIn(people.nextEmail(), 'wrong')),
    );
    const told = answers.map(({ status, body }) => `${status} ${String(body['code'])}`);
    expect(new Set(told)).toEqual(new Set(['401 sign_in_refused', '429 sign_in_busy']));
    expect(answers.find(({ status }) => status === 429)!.headers.get('retry-after')).toBe('2');
  });

  it('costs one verification at the most, and none of somebody who is at Clerk', async () => {
    const queue = world.app.get(VerificationQueue, { strict: false });
    const email = await people.old();
    const costs = async (address: string, password: string) => {
      const before = queue.done;
      await world.browser().signIn(address, password);
      return queue.done - before;
    };
    expect(await costs(email, 'wrong')).toBe(1);
    expect(await costs(email, PASSWORD)).toBe(1);
    expect(await costs(email, PASSWORD)).toBe(0);
    expect(await costs(people.nextEmail(), 'wrong')).toBe(1);
  });

  it('is not there at all unless it is switched on', async () => {
    const variables = { ...variablesOf(world), LEGACY_ACCOUNTS_ENABLED: 'true' };
    const app = await createApp(parseEnvironment(variables));
    try {
      const routes = readInventory(app.get(DiscoveryService, { strict: false }));
      expect(routes.filter(({ path }) => path.startsWith('/api/v1/auth'))).toEqual([]);
      const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/sign-in', payload: {} });
      const unknown = await app.inject({ method: 'POST', url: '/api/v1/nowhere', payload: {} });
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
        unknown.statusCode,
        unknown.json<{ code: string }>().code,
      ]);
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    } finally {
      await app.close();
    }
  });

  it('refuses pages of others, and requests of no page', async () => {
    for (const origin of [null, 'https://evil.test', 'null', `${ORIGIN}.evil.test`]) {
      const foreign = new AuthBrowser(world.url, origin);
      for (const [path, body] of Object.entries(BODIES)) {
        const { status, body: problem } = await foreign.post(path, body);
        expect([origin, path, status, problem['code']]).toEqual([origin, path, 403, 'origin_refused']);
      }
    }
  });

  it('keeps an erased person out, whatever they remember', async () => {
    const email = await people.old();
    await world.database.query(`delete from legacy_accounts where email_address = '${email}'`);
    const { status, body } = await world.browser().signIn(email, PASSWORD);
    expect([status, body['code']]).toEqual([401, 'sign_in_refused']);
    expect(world.usersAt(email)).toEqual([]);
  });
});
