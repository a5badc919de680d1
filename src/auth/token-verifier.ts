import { hash } from 'node:crypto';
import { verifyToken } from '@clerk/backend';
import { decodeJwt } from '@clerk/backend/jwt';
import { findJsonFault } from '#libs/http';
import {
  checkSessionClaims,
  checkTokenHeader,
  type ExpectedClaims,
  type SessionClaims,
} from './session-claims.js';
import { ClaimsRefusedError, faultOf } from './token-fault.js';
import { VerifiedTokenCache } from './verified-token-cache.js';

const MAX_TOKEN = 8_192;
// Strict base64url: the SDK would accept a padded signature, and one token must have one spelling.
const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

export interface TokenVerifierSettings extends ExpectedClaims {
  /** PEM public keys; more than one while a key is rotated. */
  jwtKeys: readonly string[];
  /** How far Clerk's clock and ours may differ, in milliseconds; the SDK's 5 s unless given. */
  clockSkewMs?: number;
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
    return token.length > MAX_TOKEN ? undefined : this.cache.get(keyOf(token));
  }

  /** @throws ClaimsRefusedError or the SDK's error; the caller answers both with the same 401 */
  async verify(token: string): Promise<SessionClaims> {
    if (token.length > MAX_TOKEN || !COMPACT_JWS.test(token))
      throw new ClaimsRefusedError('malformed', 'not a compact token');
    const key = keyOf(token);
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const claims = await this.verifyAfresh(token);
    this.cache.set(key, claims);
    return claims;
  }

  private async verifyAfresh(token: string): Promise<SessionClaims> {
    const { header, payload: unproven } = decodeJwt(token);
    // Before the signature: what is no session token needs none, and the SDK would also try RS384 and RS512.
    checkTokenHeader({ ...header });
    refuseDoubleMembers(token);
    let failure: unknown = new ClaimsRefusedError('unknown_key', 'no key is configured');
    for (const jwtKey of this.settings.jwtKeys) {
      try {
        const payload = await verifyToken(token, {
          jwtKey,
          authorizedParties: [...this.settings.authorizedParties],
          ...(this.settings.clockSkewMs !== undefined && { clockSkewInMs: this.settings.clockSkewMs }),
        });
        return checkSessionClaims({ ...header }, { ...payload }, this.settings);
      } catch (error) {
        // Another key cannot mend what is wrong behind a good signature.
        if (faultOf(error) !== 'unknown_key') throw error;
        failure = error;
      }
    }
    // Nothing of it is proven; it only decides which sentence its sender reads.
    if (unproven.iss !== this.settings.issuer)
      throw new ClaimsRefusedError('wrong_instance', 'signed by no key of ours, for another issuer');
    throw failure;
  }
}

/** Parsers would not agree on which of two equal members counts (RFC 7519, 4). Custom claims may have any name. */
function refuseDoubleMembers(token: string): void {
  for (const part of token.split('.', 2)) {
    if (findJsonFault(Buffer.from(part, 'base64url').toString('utf8'), () => false) !== undefined)
      throw new ClaimsRefusedError('malformed', 'a member is given twice, or the JSON is out of bounds');
  }
}

/** The cache holds no token: a dump of the memory opens nothing. */
function keyOf(token: string): string {
  return hash('sha256', token, 'base64');
}
