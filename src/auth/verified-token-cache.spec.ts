import { describe, expect, it } from '@jest/globals';
import type { SessionClaims } from './session-claims.js';
import { VerifiedTokenCache } from './verified-token-cache.js';

describe('the cache of verified tokens', () => {
  const until = (seconds: number) => ({ expiresAt: seconds }) as SessionClaims;

  it('knows a token up to its last second and not in the next', () => {
    let now = 99_999;
    const cache = new VerifiedTokenCache(() => now);
    cache.set('key', until(100));
    expect(cache.get('key')).toEqual(until(100));
    now = 100_000;
    expect(cache.get('key')).toBeUndefined();
    expect(cache.size).toBe(0);
  });

  it('takes none that has ended, and never grows beyond its bound', () => {
    const cache = new VerifiedTokenCache(() => 100_000);
    cache.set('old', until(100));
    expect(cache.size).toBe(0);
    for (let i = 0; i < 25_000; i += 1) cache.set(`key ${i}`, until(160));
    expect(cache.size).toBeLessThanOrEqual(20_000);
    expect(cache.get('key 24999')).toBeDefined();
    expect(cache.get('key 0')).toBeUndefined();
  });
});
