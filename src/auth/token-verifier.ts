import { hash } from 'node:crypto';
import { verifyToken } from '@clerk/backend';
import { decodeJwt } from '@clerk/backend/jwt';
import {
  checkSessionClaims,
  ClaimsRefusedError,
  type ExpectedClaims,
  type SessionClaims,
} from './session-claims.js';
import { VerifiedTokenCache } from './verified-token-cache.js';

const LONGEST_TOKEN = 8_192;
// Strict base64url: the SDK would accept a padded signature, and one token must have one spelling.
const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

export interface TokenVerifierSettings extends ExpectedClaims {
  /** PEM public keys; more than one while a key is rotated. */
  jwtKeys: readonly string[];
  now?: () => number;
}

/** Turns the text of a session token into claims, without the network; what was verified once is remembered. */
export class TokenVerifier {
  private readonly cache: VerifiedTokenCache;

  constructor(private readonly settings: TokenVerifierSettings) {
    this.cache = new VerifiedTokenCache(settings.now);
  }

  /** The claims of a token that was verified before and still holds; undefined where it must be verified. */
  recall(token: string): SessionClaims | undefined {
    return token.length > LONGEST_TOKEN ? undefined : this.cache.get(keyOf(token));
  }

  /** @throws ClaimsRefusedError or the SDK's error; the caller answers both with the same 401 */
  async verify(token: string): Promise<SessionClaims> {
    if (token.length > LONGEST_TOKEN || !COMPACT_JWS.test(token))
      throw new ClaimsRefusedError('not a compact token');
    const key = keyOf(token);
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const claims = await this.verifyAfresh(token);
    this.cache.set(key, claims);
    return claims;
  }

  private async verifyAfresh(token: string): Promise<SessionClaims> {
    const { header } = decodeJwt(token);
    // The SDK would also try RS384 and RS512.
    if (header.alg !== 'RS256') throw new ClaimsRefusedError('alg is not RS256');
    let failure: unknown;
    for (const jwtKey of this.settings.jwtKeys) {
      try {
        const payload = await verifyToken(token, {
          jwtKey,
          authorizedParties: [...this.settings.authorizedParties],
        });
        return checkSessionClaims({ ...header }, { ...payload }, this.settings);
      } catch (error) {
        if (error instanceof ClaimsRefusedError) throw error;
        failure = error;
      }
    }
    throw failure instanceof Error ? failure : new ClaimsRefusedError('no key is configured');
  }
}

/** The cache holds no token: a dump of the memory opens nothing. */
function keyOf(token: string): string {
  return hash('sha256', token, 'base64');
}
