import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { nextPause } from './next-pause.rule.js';

describe('the pause before an event is applied', () => {
  it('never exceeds a quarter of a second, so that applying goes on whatever arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10_000, noNaN: true })), (waits) => {
        const pause = waits.reduce(nextPause, 0);
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(250);
      }),
    );
  });

  it('grows while acknowledging is slow, and is over soon after that', () => {
    const slow = [100, 100, 100, 100].reduce(nextPause, 0);
    expect(slow).toBe(40);
    expect(nextPause(slow, 5)).toBeLessThan(slow);
    expect(Array<number>(60).fill(5).reduce(nextPause, 250)).toBe(0);
  });
});
