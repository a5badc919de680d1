import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { MAX_FAILURES, nextLookAtClerk, pauseAfterFailure, exportProblemOf } from './retry.rule.js';

const DAY_MS = 86_400_000;

describe('tries of an export', () => {
  it('pause longer each time, never longer than an hour, and last about a day', () => {
    const pauses = Array.from({ length: MAX_FAILURES - 1 }, (_, index) => pauseAfterFailure(index + 1));
    expect(pauses.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(Math.max(...pauses)).toBe(3_600_000);
    const total = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(total).toBeGreaterThan(0.9 * DAY_MS);
    expect(total).toBeLessThan(1.1 * DAY_MS);
  });

  it('ask Clerk again within a minute to an hour, for five days and not longer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 * DAY_MS }), (waited) => {
        const next = nextLookAtClerk(new Date(0), new Date(waited));
        if (waited >= 5 * DAY_MS) {
          expect(next).toBeNull();
          return;
        }
        const pause = (next?.getTime() ?? 0) - waited;
        expect(pause).toBeGreaterThanOrEqual(60_000);
        expect(pause).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });

  it('say what went wrong without its words', () => {
    expect(exportProblemOf(Object.assign(new Error('/secret/path'), { code: 'ENOSPC' }))).toBe(
      'storage_full',
    );
    expect(exportProblemOf(Object.assign(new Error(), { code: 'EROFS' }))).toBe('storage_unavailable');
    expect(exportProblemOf(new Error('mark@harbour.test'))).toBe('internal');
    expect(exportProblemOf(null)).toBe('internal');
  });
});
