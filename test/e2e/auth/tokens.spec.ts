import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import request from 'supertest';
import { type TestApp, startTestApp, until } from '../../support/test-app.js';

const PERSON = 'nina@nowhere.test';
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString());

describe('a session token', () => {
  let world: TestApp;

  beforeAll(async () => {
    world = await startTestApp({ prepare: (clerk) => void clerk.control.ensureUser({ email: PERSON }) });
  });

  afterAll(() => world.close());

  const mint = (claims?: Record<string, unknown>, expiresInSeconds?: number) =>
    world.clerk.control.tokens({
      email: PERSON,
      ...(claims && { claims }),
      ...(expiresInSeconds && { expiresInSeconds }),
    }).jwt;
  const call = (token: string, path = '/api/v1/session') =>
    request(world.url).get(path).set('Authorization', `Bearer ${token}`);

  it('of the legal kind passes, and /session tells what it says without reading a table', async () => {
    const other = new pg.Client({ connectionString: world.database.superuserUrl });
    await other.connect();
    try {
      // Whoever reads any table waits now, until it fails.
      await until('every table is locked', () => lockAll(other));
      const answer = await call(mint()).expect(200);
      expect(answer.body).toEqual({
        clerkUserId: expect.stringMatching(/^user_\w{27}$/),
        sessionId: expect.stringMatching(/^sess_\w{27}$/),
        expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        impersonator: null,
        activeOrganization: null,
      });
      await call(mint(), '/api/v1/me').expect(503);
    } finally {
      await other.end();
    }
    await call(mint(), '/api/v1/me').expect(200);
  });

  /** Waits for nobody, so that it stands in no circle with the jobs. @returns false when a table is in use */
  async function lockAll(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ tables: string }>(
      `select string_agg(format('%I', tablename), ', ') as tables from pg_tables where schemaname = 'public'`,
    );
    await client.query('begin');
    try {
      await client.query(`lock table ${rows[0]!.tables} nowait`);
      return true;
    } catch {
      await client.query('rollback');
      return false;
    }
  }

  const claimCases: [string, Record<string, unknown>][] = [
    ['iss of another instance', { iss: 'https://clerk.evil.test' }],
    ['no iss', { iss: null }],
    ['no azp', { azp: null }],
    ['empty azp', { azp: '' }],
    ['azp of another origin', { azp: 'http://localhost:3000.evil.com' }],
    ['azp with a slash', { azp: 'http://localhost:5173/' }],
    ['azp in upper case', { azp: 'HTTP://LOCALHOST:5173' }],
    ['azp as a list', { azp: ['http://localhost:5173'] }],
    ['sub of a machine', { sub: `mch_${'a'.repeat(27)}` }],
    ['sub as an object', { sub: { id: 'user_1' } }],
    ['no sub', { sub: null }],
    ['no sid', { sid: null }],
    ['sid of another kind', { sid: `orgmem_${'a'.repeat(27)}` }],
    ['exp as text', { exp: '9999999999' }],
    ['no exp', { exp: null }],
    ['exp in the far future', { exp: 10 ** 12 }],
    ['a lifetime over ten minutes', { exp: Math.floor(Date.now() / 1000) + 3600 }],
    ['no iat', { iat: null }],
    ['iat in the future', { iat: Math.floor(Date.now() / 1000) + 60 }],
    ['nbf in the future', { nbf: Math.floor(Date.now() / 1000) + 60 }],
    ['sts of no kind', { sts: 'asleep' }],
    ['no sts', { sts: null }],
    ['version 3', { v: 3 }],
    ['version as text', { v: '2' }],
    ['o without its version', { v: null, o: { id: `org_${'a'.repeat(27)}`, rol: 'admin' } }],
    ['o as a list', { o: [] }],
    ['a role with prefix in o', { o: { id: `org_${'a'.repeat(27)}`, rol: 'org:admin' } }],
    ['a role with a space in o', { o: { id: `org_${'a'.repeat(27)}`, rol: 'admin ' } }],
    ['a homoglyph in o', { o: { id: `org_${'a'.repeat(27)}`, rol: 'аdmin' } }],
    ['a malformed act', { act: 'somebody' }],
    ['a malformed fva', { fva: [1] }],
  ];

  it.each(claimCases)('with %s is refused', async (_, claims) => {
    await expectRefused(mint(claims));
  });

  it.each(['bearer', 'BEARER', 'bEaReR'])('is taken under the scheme %j', async (scheme) => {
    const token = mint();
    const api = request(world.url);
    for (const path of ['/api/v1/me', '/api/v1/session', '/api/v1/session'])
      await api.get(path).set('Authorization', `${scheme} ${token}`).expect(200);
  });

  const organization = `org_${'a'.repeat(27)}`;
  const version1 = { v: null, sts: null, fva: null };
  const organizationCases: [string, Record<string, unknown>, unknown][] = [
    ['organization claims of a template beside version 2', { org_id: 'acme', org_role: 'boss' }, null],
    ['a slug of a template beside version 2', { org_slug: 7, org_permissions: 'all' }, null],
    [
      'a template that contradicts version 2',
      { o: { id: organization, rol: 'admin' }, org_id: `org_${'b'.repeat(27)}`, org_role: 'org:member' },
      { clerkId: organization, role: 'org:admin' },
    ],
    [
      'a version 1 role with its prefix',
      { ...version1, org_id: organization, org_role: 'org:admin' },
      { clerkId: organization, role: 'org:admin' },
    ],
    [
      'a version 1 role without its prefix',
      { ...version1, org_id: organization, org_role: 'admin' },
      { clerkId: organization, role: 'org:admin' },
    ],
    ['no organization in version 1', { ...version1, org_role: 'admin' }, null],
  ];

  it.each(organizationCases)('with %s is taken for what its own version says', async (_, claims, active) => {
    const answer = await call(mint(claims)).expect(200);
    expect(answer.body.activeOrganization).toEqual(active);
  });

  it('that is over is refused, within the 5 seconds of tolerance it passes', async () => {
    const now = Math.floor(Date.now() / 1000);
    await expectRefused(mint({ iat: now - 60, nbf: now - 70, exp: now - 7 }));
    await call(mint({ iat: now - 60, nbf: now - 70, exp: now - 2 })).expect(200);
  });

  it('with another algorithm, key, header or spelling is refused', async () => {
    const legal = mint();
    const [header, payload, signature] = legal.split('.') as [string, string, string];
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const rsa = (head: object, digest = 'RSA-SHA256') => {
      const signed = `${encode(head)}.${payload}`;
      return `${signed}.${createSign(digest).update(signed).sign(stranger).toString('base64url')}`;
    };
    const hs256 = `${encode({ ...decode(header), alg: 'HS256' })}.${payload}`;
    const forged = [
      `${encode({ ...decode(header), alg: 'none' })}.${payload}.`,
      `${encode({ ...decode(header), alg: 'nOnE' })}.${payload}.${signature}`,
      `${hs256}.${createHmac('sha256', world.clerk.jwtKey).update(hs256).digest('base64url')}`,
      rsa(decode(header)),
      rsa({ ...decode(header), alg: 'RS384' }, 'RSA-SHA384'),
      rsa({ ...decode(header), alg: 'RS512' }, 'RSA-SHA512'),
      `${header}.${encode({ ...decode(payload), sub: `user_${'b'.repeat(27)}` })}.${signature}`,
      `${legal}==`,
      `${header}.${payload}`,
      `${header}.${payload}.`,
      legal.slice(1),
      'x'.repeat(10_000),
    ];
    for (const token of forged) await expectRefused(token);
  });

  it.each(['../../dev/null', `' OR 1=1--`, '__proto__', 'constructor', 'k'.repeat(4000)])(
    'with the key id %.20s is refused without asking anybody',
    async (kid) => {
      const [header, payload, signature] = mint().split('.') as [string, string, string];
      await expectRefused(`${encode({ ...decode(header), kid })}.${payload}.${signature}`);
    },
  );

  it.each([
    ['a JWT template', 'cl_B7d4PD222AAA'],
    ['a machine', 'cl_B7d4PD333AAA'],
    ['nothing', undefined],
  ])('in the category of %s is refused', async (_, category) => {
    const { checkSessionClaims } = await import('#auth');
    const payload = decode(mint().split('.')[1]!);
    const expected = { issuer: world.clerk.issuer, authorizedParties: ['http://localhost:5173'] };
    expect(() => checkSessionClaims({ alg: 'RS256', typ: 'JWT', cat: category }, payload, expected)).toThrow(
      'cat',
    );
  });

  it('of an unfinished session is told to finish it', async () => {
    const answer = await call(mint({ sts: 'pending' })).expect(403);
    expect(answer.body.code).toBe('session_pending');
  });

  it('anywhere but in one Authorization header does not count', async () => {
    const token = mint();
    const api = request(world.url);
    await api.get(`/api/v1/session?token=${token}`).expect(401);
    await api.get('/api/v1/session').set('Cookie', `__session=${token}`).expect(401);
    await api.get('/api/v1/session').set('Authorization', `Bearer${token}`).expect(401);
    await api.get('/api/v1/session').set('Authorization', token).expect(401);
    await api.get('/api/v1/session').set('Authorization', `Bearer ${token}, Bearer ${token}`).expect(401);
    const answer = await rawGet([`Authorization: Bearer ${token}`, `Authorization: Bearer ${token}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 40[01] /);
  });

  function rawGet(headers: string[]): Promise<string> {
    const { hostname, port } = new URL(world.url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `GET /api/v1/session HTTP/1.1\r\nHost: ${hostname}\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n`,
        );
      });
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('end', () => {
        resolve(answer);
      });
      socket.on('error', reject);
    });
  }

  it('missing or bad is answered with 401 and WWW-Authenticate, and says no more', async () => {
    const missing = await request(world.url).get('/api/v1/me').expect(401);
    expect(missing.headers['www-authenticate']).toBe('Bearer');
    expect(missing.body.code).toBe('unauthenticated');
    const bad = await call('a.b.c', '/api/v1/me').expect(401);
    expect(bad.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  it('is verified without a call to Clerk', async () => {
    await call(mint(), '/api/v1/me').expect(200);
    world.clerk.control.setFaults([{ match: '/v1', status: 503 }]);
    await call(mint(), '/api/v1/me').expect(200);
    world.clerk.control.clearFaults();
  });

  it('of a person nobody here knows is asked about at Clerk once, and closed while Clerk is away', async () => {
    world.clerk.control.setWebhooks({ enabled: false });
    const { id } = world.clerk.control.ensureUser({ email: 'stranger@nowhere.test' });
    world.clerk.control.setFaults([{ match: `GET /v1/users/${id}`, status: 503 }]);
    const token = () => world.clerk.control.tokens({ userId: id }).jwt;
    const closed = await call(token(), '/api/v1/me').expect(503);
    expect(closed.headers['retry-after']).toBeDefined();
    world.clerk.control.clearFaults();
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(token(), '/api/v1/me')));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const rows = await world.database.query('select id from users where clerk_id = $1', [id]);
    expect(rows).toHaveLength(1);
    world.clerk.control.setWebhooks({ enabled: true });
  });

  async function expectRefused(token: string): Promise<void> {
    const answer = await call(token).expect(401);
    expect(answer.body).toMatchObject({ code: 'invalid_token', status: 401 });
  }
});
