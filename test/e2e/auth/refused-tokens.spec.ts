import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { register } from 'prom-client';
import request from 'supertest';
import { type TestApp, startTestApp } from '../../support/test-app.js';

const PERSON = 'nina@nowhere.test';
const now = () => Math.floor(Date.now() / 1000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString());

describe('a refused token', () => {
  let world: TestApp;
  const lines: Record<string, unknown>[] = [];

  beforeAll(async () => {
    world = await startTestApp({
      prepare: (clerk) => void clerk.control.ensureUser({ email: PERSON }),
      variables: () => ({ CLERK_CLOCK_SKEW_SECONDS: '20' }),
    });
    const keep = (entry: unknown) => void lines.push(entry as Record<string, unknown>);
    world.app.useLogger({ log: keep, warn: () => undefined, error: () => undefined });
  });

  afterAll(() => world.close());

  const mint = (claims?: Record<string, unknown>) =>
    world.clerk.control.tokens({ email: PERSON, ...(claims && { claims }) }).jwt;
  const call = (token: string) =>
    request(world.url).get('/api/v1/me').set('Authorization', `Bearer ${token}`);
  const count = async (reason: string): Promise<number> => {
    const metric = await register.getSingleMetric('tenantry_token_refusals_total')!.get();
    return metric.values.find(({ labels }) => labels['reason'] === reason)?.value ?? 0;
  };
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const forge = (header: object, payload: object) => {
    const text = `${encode(header)}.${encode(payload)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(stranger).toString('base64url')}`;
  };
  const signedElsewhere = (change: object = {}, changedHeader: object = {}) => {
    const [header, payload] = mint().split('.');
    return forge({ ...decode(header!), ...changedHeader }, { ...decode(payload!), ...change });
  };

  const cases: [string, string, () => string, RegExp | null][] = [
    ['expired', 'expired', () => mint({ iat: now() - 90, nbf: now() - 90, exp: now() - 25 }), /expired/],
    ['not valid yet', 'not_yet_valid', () => mint({ nbf: now() + 60 }), /not valid yet/],
    ['issued later', 'not_yet_valid', () => mint({ iat: now() + 60, exp: now() + 90 }), /not valid yet/],
    ['of a foreign party', 'wrong_party', () => mint({ azp: 'https://evil.test' }), /another origin/],
    ['of another instance', 'wrong_instance', () => mint({ iss: 'https://clerk.evil.test' }), /instance/],
    [
      'signed by and for another instance',
      'wrong_instance',
      () => signedElsewhere({ iss: 'https://clerk.evil.test' }),
      /instance/,
    ],
    ['under an unknown key', 'unknown_key', () => signedElsewhere(), /key that is not known/],
    [
      'of a template',
      'not_a_session_token',
      () => signedElsewhere({}, { cat: 'cl_B7d4PD222AAA' }),
      /not a session token/,
    ],
    ['without a session', 'not_a_session_token', () => mint({ sid: null }), /not a session token/],
    ['that is no token', 'malformed', () => 'a.b.c', null],
    ['with a claim given twice', 'malformed', () => twice(), null],
  ];

  /** `o` says two things, and parsers would not agree on which. */
  function twice(): string {
    const [header] = mint().split('.');
    const payload = `{"o":{"id":"a"},"iss":"${world.clerk.issuer}","o":{"id":"b"}}`;
    const text = `${header}.${Buffer.from(payload).toString('base64url')}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(stranger).toString('base64url')}`;
  }

  it.each(cases)('%s is told by class: to its sender, in one line and in a counter', async (...given) => {
    const [, reason, token, description] = given;
    const before = await count(reason);
    lines.length = 0;
    const sent = token();
    const answer = await call(sent).expect(401);
    expect(answer.body).toMatchObject({ code: 'invalid_token', status: 401 });
    const challenge = String(answer.headers['www-authenticate']);
    if (description === null) expect(challenge).toBe('Bearer error="invalid_token"');
    else {
      expect(challenge).toMatch(
        /^Bearer error="invalid_token", error_description="[\x20!\x23-\x5b\x5d-\x7e]+"$/,
      );
      expect(challenge).toMatch(description);
    }
    const told = lines.filter(({ msg }) => msg === 'refused a session token');
    expect(told).toEqual([{ msg: 'refused a session token', reason }]);
    expect(await count(reason)).toBe(before + 1);
    for (const part of sent.split('.'))
      if (part.length > 8) expect(JSON.stringify(lines)).not.toContain(part);
  });

  it('of a banned person says nothing of them to the sender, and why in the log', async () => {
    const banned = world.clerk.control.ensureUser({ email: 'banned@nowhere.test' });
    await world.settled();
    await world.database.query('update users set banned = true where clerk_id = $1', [banned.id]);
    lines.length = 0;
    const answer = await call(world.clerk.control.tokens({ userId: banned.id }).jwt).expect(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    expect(lines.filter(({ reason }) => reason !== undefined)).toEqual([
      { msg: 'refused a session token', reason: 'shut_out' },
    ]);
  });

  it('is refused by the clock within the skew that is set, and not before', async () => {
    await call(mint({ iat: now() - 60, nbf: now() - 70, exp: now() - 15 })).expect(200);
    await call(mint({ iat: now() + 15, nbf: now() + 15, exp: now() + 60 })).expect(200);
    await call(mint({ iat: now() - 60, nbf: now() - 70, exp: now() - 22 })).expect(401);
  });
});
