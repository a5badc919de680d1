import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { endpointLimitOf, instanceLimitOf } from './documented-limits.js';
import { RequestWindow } from './request-window.js';
import { SteadyRate } from './steady-rate.js';

const WINDOW = 10_000;

/** The most moments that lie within one window. */
function maxWithinAWindow(moments: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [last, moment] of moments.entries()) {
    while (moment - moments[first]! >= WINDOW - 1e-6) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

describe('pacing', () => {
  const arrivals = fc
    .array(fc.oneof(fc.constant(0), fc.nat(50), fc.nat(20_000)), { minLength: 1, maxLength: 300 })
    .map((gaps) => gaps.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap], []));

  it('never lets more through in any window than it holds, and nothing too early', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), arrivals, (capacity, asked) => {
        const window = new RequestWindow(capacity, WINDOW);
        const sent = asked.map((now) => window.take(now));
        expect(maxWithinAWindow(sent)).toBeLessThanOrEqual(capacity);
        expect(sent.every((at, index) => at >= asked[index]!)).toBe(true);
      }),
    );
  });

  it('lets the batch priority through evenly: never more in a window than its share, but for one at the edge', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), arrivals, (share, asked) => {
        const rate = new SteadyRate(share, WINDOW, 5);
        let last = 0;
        const sent = asked.map((now) => (last = rate.take(Math.max(now, last))));
        expect(maxWithinAWindow(sent)).toBeLessThanOrEqual(share + 1);
      }),
    );
  });

  it('knows the limits by the kind of key; a local Clerk counts as in production', () => {
    expect(instanceLimitOf('sk_live_x', 'https://api.clerk.com')).toBe(1_000);
    expect(instanceLimitOf('sk_test_x', 'https://api.clerk.com')).toBe(100);
    expect(instanceLimitOf('sk_test_x', 'http://127.0.0.1:4100')).toBe(1_000);
  });

  it.each([
    ['PATCH', '/users/user_1', 10],
    ['PATCH', '/users/user_1/metadata', 10],
    ['PATCH', '/organizations/org_1', 10],
    ['PATCH', '/organizations/org_1/memberships/user_1', 10],
    ['POST', '/organizations/org_1/invitations', 250],
    ['POST', '/organizations/org_1/invitations/bulk', 50],
    ['POST', '/invitations', 100],
    ['GET', '/users/user_1', null],
    ['POST', '/users/user_1/ban', null],
    ['POST', '/organizations/org_1/invitations/orginv_1/revoke', null],
  ])('%s %s is counted apart as Clerk documents it', (method, path, capacity) => {
    expect(endpointLimitOf(method, path)?.limit.capacity ?? null).toBe(capacity);
  });

  it('counts a change of a person and of their metadata together, of two people apart', () => {
    const subject = (path: string) => endpointLimitOf('PATCH', path)?.subject;
    expect(subject('/users/user_1')).toBe(subject('/users/user_1/metadata'));
    expect(subject('/users/user_1')).not.toBe(subject('/users/user_2'));
  });
});
