import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiscoveryService } from '@nestjs/core';
import { totpCode } from '@tenantry/clerk-emulator';
import { readInventory } from '#auth';
import { parseEnvironment } from '#settings';
import { VerificationQueue } from '../../../src/accounts/sign-in/digests/verification-queue.js';
import { createApp } from '../../../src/create-app.js';
import { ApiClient } from '../../support/api-client.js';
import { ORIGIN, variablesOf } from '../../support/service-variables.js';
import { digestOf } from './accounts-world.js';
import { AuthBrowser, type SignInWorld, startSignInWorld } from './sign-in-world.js';

const PASSWORD = 'correct horse battery staple';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

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
  let digest: string;
  let count = 0;
  beforeAll(async () => {
    world = await startSignInWorld();
    digest = await digestOf(PASSWORD);
  }, 60_000);
  afterAll(() => world.close());

  const nextEmail = () => `sign-in-${++count}@made-up.test`;
  const old = async (fields: { totpSecret?: string; digest?: string; hasher?: string } = {}) => {
    const email = nextEmail();
    await world.load([{ id: `legacy-${count}`, email, digest, ...fields }]);
    return email;
  };
  const stateOf = async (email: string) => {
    const [row] = await world.database.query<{ state: string; clerk_id: string | null; secrets: number }>(
      `select a.state, a.clerk_id, count(s.*)::int as secrets from legacy_accounts a
         left join legacy_account_secrets s on s.account_id = a.id where a.email_address = '${email}'
        group by a.id`,
    );
    return row!;
  };
  const tokenIn = (body: Record<string, unknown>) =>
    String(((body['session'] ?? body) as Record<string, unknown>)['token']);

  it('signs in whoever is at Clerk, with a token that this service takes and a cookie that nobody reads', async () => {
    const email = nextEmail();
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
    const email = await old();
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
    expect([user!.external_id, others]).toEqual([`legacy-${count}`, []]);
    expect(await stateOf(email)).toEqual({ state: 'created', clerk_id: user!.id, secrets: 0 });
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
    const email = await old();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => world.browser().signIn(email, PASSWORD)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(world.usersAt(email)).toHaveLength(1);
  });

  it('asks for the second factor that somebody had in the older system', async () => {
    const email = await old({ totpSecret: TOTP_SECRET });
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
    const email = nextEmail();
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
    world.clerk.control.setClientTrust(true);
    try {
      const email = await old();
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
    const email = await old({ totpSecret: TOTP_SECRET });
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
    const email = await old({ totpSecret: TOTP_SECRET });
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

  it('says the same of nobody, of a wrong password and of somebody locked, after the same time', async () => {
    const waiting = await old();
    const locked = nextEmail();
    await world.createAtClerk(locked, PASSWORD);
    const banned = nextEmail();
    const id = await world.createAtClerk(banned, PASSWORD);
    await world.backend('POST', `/users/${id}/ban`);
    await world.settled();
    for (let round = 0; round < 2; round += 1)
      await Promise.all(Array.from({ length: 5 }, () => world.browser().signIn(locked, 'wrong')));
    const kinds = { nobody: nextEmail(), waiting, locked, banned };
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
    const moved = await old();
    await world.browser().signIn(moved, PASSWORD);
    const waiting = await old();
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
    const email = await old();
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
    expect(await stateOf(email)).toMatchObject({ state: 'created', secrets: 0 });
  });

  it('locks an account after ten wrong passwords, however many come at once, and says nothing of it', async () => {
    const email = await old();
    const wrong = await Promise.all(Array.from({ length: 14 }, () => world.browser().signIn(email, 'wrong')));
    expect(new Set(wrong.map(({ body }) => body['code']))).toEqual(new Set(['sign_in_refused']));
    const right = await world.browser().signIn(email, PASSWORD);
    expect([right.status, right.body['code']]).toEqual([401, 'sign_in_refused']);
    expect(world.usersAt(email)).toEqual([]);
    expect((await stateOf(email)).state).toBe('pending');
  });

  it('forgives what was right: signing in again and again locks nobody', async () => {
    const email = await old();
    const browser = world.browser();
    for (let round = 0; round < 12; round += 1)
      expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
  });

  it('stops an address after a hundred failures, whoever they are about', async () => {
    const one = world.browser();
    const statuses: number[] = [];
    for (let bite = 0; bite < 4; bite += 1) {
      const answers = await Promise.all(Array.from({ length: 30 }, () => one.signIn(nextEmail(), 'wrong')));
      statuses.push(...answers.map(({ status }) => status));
    }
    expect([401, 429].map((wanted) => statuses.filter((status) => status === wanted).length)).toEqual([
      100, 20,
    ]);
    const stopped = await one.signIn(nextEmail(), 'wrong');
    expect([stopped.status, stopped.body['code']]).toEqual([429, 'too_many_sign_ins']);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(60);
  });

  it('works on 32 at once, and asks the others to come again', async () => {
    const answers = await Promise.all(
      Array.from({ length: 90 }, () => world.browser().signIn(nextEmail(), 'wrong')),
    );
    const told = answers.map(({ status, body }) => `${status} ${String(body['code'])}`);
    expect(new Set(told)).toEqual(new Set(['401 sign_in_refused', '429 sign_in_busy']));
    expect(answers.find(({ status }) => status === 429)!.headers.get('retry-after')).toBe('2');
  });

  it('costs one verification at the most, and none of somebody who is at Clerk', async () => {
    const queue = world.app.get(VerificationQueue, { strict: false });
    const email = await old();
    const costs = async (address: string, password: string) => {
      const before = queue.done;
      await world.browser().signIn(address, password);
      return queue.done - before;
    };
    expect(await costs(email, 'wrong')).toBe(1);
    expect(await costs(email, PASSWORD)).toBe(1);
    expect(await costs(email, PASSWORD)).toBe(0);
    expect(await costs(nextEmail(), 'wrong')).toBe(1);
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
    const email = await old();
    await world.database.query(`delete from legacy_accounts where email_address = '${email}'`);
    const { status, body } = await world.browser().signIn(email, PASSWORD);
    expect([status, body['code']]).toEqual([401, 'sign_in_refused']);
    expect(world.usersAt(email)).toEqual([]);
  });
});
