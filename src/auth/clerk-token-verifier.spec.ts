import { describe, expect, it } from 'vitest';
import {
  ClerkMachineTokens,
  ClerkRefusedError,
  type ClerkTransport,
  ClerkUnavailableError,
} from '#libs/clerk';
import type { Clock } from '#libs/time';
import type { Environment } from '#settings';
import { clerkTokenKindOf } from './clerk-token-kind.js';
import { ClerkTokenVerifier } from './clerk-token-verifier.js';

const NOW = 1_764_000_000_000;
const OURS = 'mch_ours';
const KEY = {
  id: 'ak_0123456789abcdef0123456789abcdef',
  subject: 'org_1',
  scopes: [],
  revoked: false,
  expired: false,
  expiration: null,
};

/** A verifier before a Clerk that answers as it is told. */
function verifierWith(answer: () => unknown, rateLimit = 1_000) {
  let now = NOW;
  let asked = 0;
  const transport = {
    rateLimit,
    send: async () => {
      asked += 1;
      return Promise.resolve(answer());
    },
  } as unknown as ClerkTransport;
  const environment = {
    clerk: { acceptedTokens: ['api_key'], machineId: OURS },
  } as unknown as Environment;
  const verifier = new ClerkTokenVerifier(environment, new ClerkMachineTokens(transport), {
    nowMs: () => now,
  } as unknown as Clock);
  return {
    verifier,
    asked: () => asked,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

const token = (name: string) => `ak_${name.padEnd(40, '0')}`;

describe('asking Clerk whether a token holds', () => {
  it('believes an answer for 30 seconds and no longer', async () => {
    let revoked = false;
    const { verifier, asked, advance } = verifierWith(() => ({ ...KEY, revoked }));
    expect(await verifier.verify('api_key', token('a'))).toMatchObject({ holder: KEY.id, subject: 'org_1' });
    revoked = true;
    advance(29_999);
    expect(await verifier.verify('api_key', token('a'))).not.toBeNull();
    expect(asked()).toBe(1);
    advance(1);
    expect(await verifier.verify('api_key', token('a'))).toBeNull();
    expect(asked()).toBe(2);
    // A no is believed as long: garbage that is sent again asks nothing.
    expect(await verifier.verify('api_key', token('a'))).toBeNull();
    expect(asked()).toBe(2);
  });

  it('believes it no longer than the token lasts', async () => {
    const { verifier, asked, advance } = verifierWith(() => ({ ...KEY, expiration: NOW + 5_000 }));
    await verifier.verify('api_key', token('a'));
    advance(5_000);
    await verifier.verify('api_key', token('a'));
    expect(asked()).toBe(2);
  });

  it('asks once for many requests that come at once', async () => {
    const { verifier, asked } = verifierWith(() => KEY);
    await Promise.all(Array.from({ length: 50 }, () => verifier.verify('api_key', token('a'))));
    expect(asked()).toBe(1);
  });

  it('is refused in doubt, and remembers no doubt', async () => {
    let isUp = false;
    const { verifier } = verifierWith(() => {
      if (!isUp) throw new ClerkUnavailableError('POST /api_keys/verify', 3);
      return KEY;
    });
    await expect(verifier.verify('api_key', token('a'))).rejects.toMatchObject({ status: 503 });
    isUp = true;
    expect(await verifier.verify('api_key', token('a'))).not.toBeNull();
  });

  it('takes a refused secret key for doubt, and an unknown token for a no', async () => {
    const refused = (status: number) => () => {
      throw new ClerkRefusedError('POST /api_keys/verify', status, []);
    };
    await expect(verifierWith(refused(401)).verifier.verify('api_key', token('a'))).rejects.toMatchObject({
      status: 503,
    });
    for (const status of [400, 404])
      expect(await verifierWith(refused(status)).verifier.verify('api_key', token('a'))).toBeNull();
  });

  it('takes a tenth of what Clerk may be asked for strangers, whatever they send', async () => {
    const { verifier, asked } = verifierWith(() => KEY, 100);
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => verifier.verify('api_key', token(`k${index}x`))),
    );
    expect(asked()).toBe(10);
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(30);
  });

  it('takes a token of a machine that is for this service only', async () => {
    const found = (scopes: string[]) => ({ ...KEY, subject: 'mch_robot', scopes });
    const verify = (scopes: string[]) =>
      verifierWith(() => found(scopes)).verifier.verify('m2m_token', `mt_${'0'.repeat(40)}`);
    expect(await verify(['mch_other', OURS])).toMatchObject({ holder: 'mch_robot' });
    expect(await verify(['mch_other'])).toBeNull();
    expect(await verify([])).toBeNull();
  });

  it('refuses what Clerk does not document', async () => {
    for (const answer of [[], { ...KEY, revoked: 'no' }, { ...KEY, id: 'mch_1' }, {}])
      await expect(verifierWith(() => answer).verifier.verify('api_key', token('a'))).rejects.toMatchObject({
        status: 503,
      });
  });
});

describe('which kind of token it claims to be', () => {
  const jwt = (header: object) =>
    `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${Buffer.from('{}').toString('base64url')}.c2ln`;

  it.each([
    ['ak_1', 'api_key'],
    ['mt_1', 'm2m_token'],
    ['oat_1', 'oauth_token'],
    [jwt({ alg: 'RS256', typ: 'at+jwt' }), 'oauth_token'],
    [jwt({ alg: 'RS256', typ: 'application/AT+JWT' }), 'oauth_token'],
    [jwt({ alg: 'RS256', typ: 'JWT' }), null],
    [jwt({ alg: 'RS256', kid: 'at+jwt"' }), null],
    [jwt({ typ: ['at+jwt'] }), null],
    ['tnt_1', null],
    ['', null],
    ['e30', null],
    ['!!!.x', null],
  ])('%s', (text, kind) => {
    expect(clerkTokenKindOf(text)).toBe(kind);
  });
});
