import { describe, expect, it } from 'vitest';
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

  it('gives the same claims to every request with the token, and none can write onto them', () => {
    const cache = new VerifiedTokenCache(() => 0);
    const claims = {
      ...until(100),
      factorAges: [0, -1] as const,
      activeOrganization: { clerkId: 'org_1', role: 'member' },
    };
    cache.set('key', claims);
    const known = cache.get('key') as typeof claims;
    expect(() => Object.assign(known, { impersonator: 'somebody' })).toThrow(TypeError);
    expect(() => Object.assign(known.activeOrganization, { role: 'admin' })).toThrow(TypeError);
    expect(() => (known.factorAges as unknown as number[]).push(1)).toThrow(TypeError);
    expect(cache.get('key')).toEqual(claims);
  });
});
