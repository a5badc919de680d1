import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient } from '../../support/api-client.js';
import { startTestApp } from '../../support/test-app.js';
import { type BreakGlassWorld, OWNER, startBreakGlassWorld } from './break-glass-world.js';

const FRESH = { fva: [0, -1] };
const SECOND = 'admin@tenantry.test';
const now = () => Math.floor(Date.now() / 1_000);

let world: BreakGlassWorld;

beforeAll(async () => {
  world = await startBreakGlassWorld();
}, 120_000);
beforeEach(() => {
  world.cutClerk();
});
afterEach(() => {
  world.mendClerk();
});
afterAll(() => world.close());

const used = () => world.database.query('select token_id from break_glass_uses');
const read = (token: string, url = world.url) => new ApiClient(url, () => token).get('/api/v1/users?limit=1');

/** Refused, and nothing of it is used. */
async function refused(token: string, status: number, code: string, url = world.url) {
  const before = await used();
  const { status: got, body, headers } = await read(token, url);
  expect([got, body.code]).toEqual([status, code]);
  expect(await used()).toEqual(before);
  return { detail: String(body.detail), headers };
}

describe('a break-glass token', () => {
  it('opens nothing early, and a clock that is a little ahead is forgiven', async () => {
    const { detail } = await refused(
      world.token({ notBefore: now() + 60, expiresAt: now() + 600 }),
      401,
      'invalid_break_glass_token',
    );
    expect(detail).toContain('does not hold yet');
    await read(world.token({ notBefore: now() + 2, expiresAt: now() + 600 })).expect(200);
  });

  it('opens nothing late', async () => {
    const late = world.token({ notBefore: now() - 600, expiresAt: now() - 1 });
    expect((await refused(late, 401, 'invalid_break_glass_token')).detail).toContain('has expired');
  });

  it('opens nothing that was forged, whatever it is forged by', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const good = world.token();
    const [body = '', seal = ''] = good.slice('tbg_'.length).split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const sealed = (value: object, prefix = 'break-glass token v1\0') =>
      `tbg_${encoded(value)}.${sign(null, Buffer.concat([Buffer.from(prefix), Buffer.from(JSON.stringify(value))]), world.privateKey).toString('base64url')}`;
    const forged: Record<string, string> = {
      'by another key': world.token({}, privateKey),
      'with the signature of another token': `tbg_${body}.${world.token().split('.')[1] ?? ''}`,
      'for another person': `tbg_${encoded({ ...claims, subject: world.clerkIdOf(SECOND) })}.${seal}`,
      'with a longer life': `tbg_${encoded({ ...claims, expiresAt: now() + 3_000 })}.${seal}`,
      'without a signature': `tbg_${body}`,
      'with an empty signature': `tbg_${body}.`,
      'with a signature of zeros': `tbg_${body}.${Buffer.alloc(64).toString('base64url')}`,
      'by HMAC with the public key': `tbg_${body}.${Buffer.concat([createHmac('sha512', world.publicKey).update(body).digest()]).toString('base64url')}`,
      'as a JWT with the algorithm none': `tbg_${encoded({ alg: 'none' })}.${body}.`,
      'in another spelling': `tbg_${body}.${seal}=`,
      'signed for another purpose': sealed(claims, ''),
      'that lives for more than an hour': sealed({
        ...claims,
        expiresAt: Number(claims['notBefore']) + 3_601,
      }),
      'without an end': sealed({ ...claims, expiresAt: undefined }),
      'without a reason': sealed({ ...claims, reason: '' }),
      'with something more in it': sealed({ ...claims, roles: ['owner'] }),
      'with an id that is none': sealed({ ...claims, id: 'one' }),
      'with text in place of a time': sealed({ ...claims, expiresAt: String(claims['expiresAt']) }),
    };
    for (const [how, token] of Object.entries(forged)) {
      const answer = await read(token);
      expect([how, answer.status]).toEqual([how, 401]);
      if (answer.body.code === 'invalid_break_glass_token')
        expect(answer.body.detail).toBe('The break-glass token is not valid here.');
    }
    const none = `${encoded({ alg: 'none', typ: 'JWT' })}.${body}.`;
    expect((await read(none)).status).toBe(401);
    await read(good).expect(200);
  });

  it('opens one request, be it sent again, to the other replica, or to both at once', async () => {
    const token = world.token();
    await read(token).expect(200);
    for (const url of [world.url, world.otherUrl])
      expect((await refused(token, 401, 'invalid_break_glass_token', url)).detail).toContain('was used');
    const again = world.token();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => read(again, index % 2 === 0 ? world.url : world.otherUrl)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(401)]);
    const [row] = await world.database.query<{ uses: number }>(
      `select count(*)::int as uses from audit_events where action = 'break_glass.used' and target_id = $1`,
      [
        (
          JSON.parse(Buffer.from(again.slice(4).split('.')[0] ?? '', 'base64url').toString()) as {
            id: string;
          }
        ).id,
      ],
    );
    expect(row?.uses).toBe(1);
  });

  it('opens nothing once Clerk answers, on either replica, though their breakers are open still', async () => {
    for (const url of [world.url, world.otherUrl]) await read(world.token(), url).expect(200);
    world.mendClerk();
    const { text } = await world.as(OWNER).get('/metrics').expect(200);
    expect(text).toMatch(/tenantry_clerk_breaker_state\{endpoint="users"\} 2/);
    for (const url of [world.url, world.otherUrl]) await refused(world.token(), 403, 'clerk_answers', url);
  });

  it('opens nothing where Clerk only refuses, or where one part of it is away', async () => {
    world.cutClerk(401);
    await refused(world.token(), 403, 'clerk_answers');
    world.cutClerk(503, '~/v1/(sessions|invitations)');
    await refused(world.token(), 403, 'clerk_answers');
  });

  it('is of nobody but an owner of the platform who may act now', async () => {
    const subject = world.clerkIdOf(SECOND);
    const owner = world.as(OWNER, FRESH);
    const role = `/api/v1/users/${await world.userId(SECOND)}/platform-roles/owner`;
    await refused(world.token({ subject }), 403, 'role_missing');
    await refused(world.token({ subject: world.clerkIdOf('olivia@harbour.test') }), 403, 'role_missing');
    await refused(world.token({ subject: `user_${'z'.repeat(27)}` }), 401, 'invalid_break_glass_token');
    await owner.put(role).expect(204);
    const [kept, late] = [world.token({ subject }), world.token({ subject })];
    await read(world.token({ subject })).expect(200);
    await owner.delete(role).expect(204);
    await refused(kept, 403, 'role_missing');
    await owner.put(role).expect(204);
    await owner.post(`/api/v1/users/${await world.userId(SECOND)}/ban`).expect(200);
    await refused(late, 401, 'invalid_break_glass_token');
    await refused(world.token({ subject }), 401, 'invalid_break_glass_token');
  });

  it('is nobody else’s for what the body or a header says', async () => {
    const mark = await world.userId('mark@harbour.test');
    const answer = await world
      .glass()
      .post(`/api/v1/users/${mark}/sessions/revoke`, { userId: await world.userId(SECOND), actorId: mark })
      .set('X-Access-Reason', 'another reason altogether');
    expect([204, 400]).toContain(answer.status);
    const rows = await world.database.query<{ actor_id: string; target_id: string }>(
      `select actor_id, target_id from audit_events where action like 'user.sessions%' order by id desc limit 1`,
    );
    if (answer.status === 204)
      expect(rows).toEqual([{ actor_id: await world.userId(OWNER), target_id: mark }]);
    const [use] = await world.database.query<{ actor_id: string }>(
      `select actor_id from audit_events where action = 'break_glass.used' order by id desc limit 1`,
    );
    expect(use?.actor_id).toBe(await world.userId(OWNER));
  });

  it('comes from the networks of the staff only, where a policy names some', async () => {
    world.mendClerk();
    await world
      .as(OWNER, FRESH)
      .put('/api/v1/platform/sign-in-policy', {
        secondFactorRequired: false,
        allowedNetworks: ['127.0.0.1'],
        maxSessionMinutes: null,
        allowedStrategies: [],
      })
      .expect(200);
    await world.database.query(`update sign_in_policies set allowed_networks = '{203.0.113.0/24}'`);
    world.cutClerk();
    await refused(world.token(), 403, 'network_refused');
    await world.database.query(`update sign_in_policies set allowed_networks = '{}'`);
    await read(world.token()).expect(200);
  });

  it('is written down as refused where its person is known', async () => {
    world.mendClerk();
    await refused(world.token(), 403, 'clerk_answers');
    const [row] = await world.database.query<{ actor_id: string; route: string }>(
      `select actor_id, change ->> 'route' as route from audit_events
        where action = 'access.denied' and change ->> 'code' = 'clerk_answers' order by id desc limit 1`,
    );
    expect(row).toEqual({ actor_id: await world.userId(OWNER), route: 'GET /api/v1/users' });
  });

  it('ends when its person is signed out', async () => {
    const token = world.token();
    await world
      .as(OWNER, FRESH)
      .post(`/api/v1/users/${await world.userId(OWNER)}/sessions/revoke`)
      .expect(204);
    await refused(token, 401, 'invalid_break_glass_token');
  });
});

describe('without BREAK_GLASS_PUBLIC_KEY', () => {
  it('is a word like any other', async () => {
    const plain = await startTestApp();
    try {
      plain.clerk.control.setFaults([{ match: '~/v1/', status: 503 }]);
      const { status, body } = await new ApiClient(plain.url, () => world.token({ id: randomUUID() })).get(
        '/api/v1/users',
      );
      expect([status, body.code]).toEqual([401, 'invalid_token']);
      expect(await plain.database.query('select from break_glass_uses')).toEqual([]);
    } finally {
      await plain.close();
    }
  });
});
