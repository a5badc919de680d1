import type { SessionClaims } from './session-claims.js';

const MAX_ENTRIES = 20_000;

/**
 * Remembers which tokens were verified, so that the signature is checked once per token and not once per request.
 * Only the proof is kept, never a decision: rights and revocations are looked up each time. The key is the token's
 * SHA-256, so that a dump of the memory opens nothing.
 */
export class VerifiedTokenCache {
  private readonly entries = new Map<string, SessionClaims>();

  constructor(private readonly now: () => number = Date.now) {}

  get(key: string): SessionClaims | undefined {
    const claims = this.entries.get(key);
    if (claims === undefined) return undefined;
    if (claims.expiresAt * 1000 > this.now()) return claims;
    this.entries.delete(key);
    return undefined;
  }

  set(key: string, claims: SessionClaims): void {
    if (claims.expiresAt * 1000 <= this.now()) return;
    if (this.entries.size >= MAX_ENTRIES) this.dropOldest();
    this.entries.set(key, frozen(claims));
  }

  get size(): number {
    return this.entries.size;
  }

  /** Tokens live for a minute and a Map keeps the order of arrival: the first tenth is nearly always expired. */
  private dropOldest(): void {
    let surplus = MAX_ENTRIES / 10;
    for (const key of this.entries.keys()) {
      if (surplus === 0) return;
      this.entries.delete(key);
      surplus -= 1;
    }
  }
}

/** Every request with the same token is given the same object: what one wrote onto it, the next would read. */
function frozen(claims: SessionClaims): SessionClaims {
  for (const member of Object.values(claims) as unknown[]) Object.freeze(member);
  return Object.freeze(claims);
}
