import { constants, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SESSION_CATEGORY } from '#auth';
import { TokenVerifier } from '../../src/auth/token-verifier.js';

const ISSUER = 'https://clerk.example.test';
const PARTY = 'https://app.example.test';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const verifier = new TokenVerifier({ jwtKeys: [pem], issuer: ISSUER, authorizedParties: [PARTY] });

interface Draft {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  /** Signs what is to be signed. */
  sign: (text: string) => Buffer;
}

/** One way in which a token differs from the plainest legal one. */
interface Variation {
  readonly name: string;
  /** Tokens that differ in this way only are still legal. */
  readonly isLegal: boolean;
  /** Two variations of the same part cannot be combined. */
  readonly part: string;
  apply(draft: Draft): void;
}

const withRsa = (hash: string, padding?: number) => (text: string) =>
  sign(hash, Buffer.from(text), { key: privateKey, ...(padding !== undefined && { padding }) });

function legal(): Draft {
  const now = Math.floor(Date.now() / 1000);
  return {
    header: { alg: 'RS256', typ: 'JWT', kid: 'ins_1', cat: SESSION_CATEGORY },
    payload: {
      iss: ISSUER,
      azp: PARTY,
      sub: `user_${'a'.repeat(27)}`,
      sid: `sess_${'b'.repeat(27)}`,
      iat: now,
      nbf: now - 10,
      exp: now + 60,
      sts: 'active',
      v: 2,
      fva: [0, -1],
    },
    sign: withRsa('RSA-SHA256'),
  };
}

const algorithm = (alg: string, signer: Draft['sign']): Variation => ({
  name: `alg ${alg}`,
  isLegal: false,
  part: 'alg',
  apply: (draft) => {
    draft.header['alg'] = alg;
    draft.sign = signer;
  },
});
const header = (name: string, value: unknown, isLegal = false): Variation => ({
  name: `${name} ${String(value)}`,
  isLegal,
  part: name,
  apply: (draft) => {
    draft.header[name] = value;
  },
});
const claim = (name: string, value: unknown, isLegal = false): Variation => ({
  name: `${name} ${JSON.stringify(value) || 'missing'}`,
  isLegal,
  part: name,
  apply: (draft) => {
    draft.payload[name] = value;
  },
});
const soon = Math.floor(Date.now() / 1000);

const variations: readonly Variation[] = [
  algorithm('none', () => Buffer.alloc(0)),
  algorithm('HS256', (text) => createHmac('sha256', pem).update(text).digest()),
  algorithm('RS384', withRsa('RSA-SHA384')),
  algorithm('RS512', withRsa('RSA-SHA512')),
  algorithm('PS256', withRsa('RSA-SHA256', constants.RSA_PKCS1_PSS_PADDING)),
  {
    ...algorithm('RS256', (text) => sign('RSA-SHA256', Buffer.from(text), other.privateKey)),
    name: 'another key',
  },
  header('kid', '../../dev/null', true),
  header('kid', undefined, true),
  header('typ', 'at+jwt'),
  header('typ', 'dpop+jwt'),
  header('crit', ['b64']),
  header('crit', []),
  header('crit', 'exp'),
  header('oiat', 1, true),
  header('cat', undefined),
  header('cat', 'cl_B7d4PD222AAA'),
  header('cat', [SESSION_CATEGORY]),
  claim('iss', 'https://clerk.other.test'),
  claim('iss', undefined),
  claim('iss', `${ISSUER}/`),
  claim('azp', undefined),
  claim('azp', ''),
  claim('azp', `${PARTY}.evil.test`),
  claim('azp', [PARTY]),
  claim('sub', 'mch_aaaaaaaaaaaaaaaaaaaaaaaaaaa'),
  claim('sub', undefined),
  claim('sub', { id: 'user_1' }),
  claim('sid', undefined),
  claim('sid', ''),
  claim('sts', undefined),
  claim('sts', 'ended'),
  claim('v', 3),
  claim('v', '2'),
  claim('exp', 10 ** 12),
  claim('exp', undefined),
  claim('exp', `${soon + 60}`),
  claim('exp', soon - 60),
  claim('iat', undefined),
  claim('iat', soon + 3_600),
  claim('nbf', soon + 3_600),
  claim('fva', 'fresh'),
  claim('fva', [5, 5], true),
  claim('act', { sub: '' }),
  claim('act', { sub: `user_${'c'.repeat(27)}` }, true),
  claim('org_id', `org_${'d'.repeat(27)}`, true),
  claim('org_role', 'Front desk', true),
  claim('org_slug', ['a'], true),
  claim('o', { id: 'org_1', rol: 'admin' }),
  claim('o', { id: `org_${'d'.repeat(27)}`, rol: 'org:admin' }),
  claim('o', { id: `org_${'d'.repeat(27)}`, rol: 'admin' }, true),
];

describe('of all tokens that the right key could sign', () => {
  it('only those of the one legal family are taken', async () => {
    let legalOnes = 0;
    const wrong: string[] = [];
    const choices = combinations();
    for (const chosen of choices) {
      const isLegal = chosen.every((variation) => variation.isLegal);
      if (isLegal) legalOnes += 1;
      if ((await isTaken(tokenOf(chosen))) !== isLegal)
        wrong.push(chosen.map(({ name }) => name).join(' + '));
    }
    expect(wrong).toEqual([]);
    expect(choices.length).toBeGreaterThan(3_000);
    expect(legalOnes).toBeGreaterThan(10);
  }, 120_000);
});

/** Nothing, each one, each two, and every fourth three of different parts. */
function combinations(): Variation[][] {
  const sets: Variation[][] = [[]];
  let threes = 0;
  for (const [index, first] of variations.entries()) {
    sets.push([first]);
    for (const [offset, second] of variations.slice(index + 1).entries()) {
      if (second.part === first.part) continue;
      sets.push([first, second]);
      for (const third of variations.slice(index + offset + 2)) {
        if (third.part === first.part || third.part === second.part) continue;
        threes += 1;
        const isAllLegal = first.isLegal && second.isLegal && third.isLegal;
        if (threes % 4 === 0 || isAllLegal) sets.push([first, second, third]);
      }
    }
  }
  return sets;
}

function tokenOf(chosen: readonly Variation[]): string {
  const draft = legal();
  for (const variation of chosen) variation.apply(draft);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode(draft.header)}.${encode(draft.payload)}`;
  return `${text}.${draft.sign(text).toString('base64url')}`;
}

async function isTaken(token: string): Promise<boolean> {
  try {
    await verifier.verify(token);
    return true;
  } catch {
    return false;
  }
}
