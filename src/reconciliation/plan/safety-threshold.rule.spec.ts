import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { safetyThresholdOn } from './safety-threshold.rule.js';

const figures = (removals: number, here: number, listed: number | null = here - removals) =>
  ({ kind: 'user', removals, here, told: here - removals, listed }) as const;

describe('the safety threshold', () => {
  it('lets up to 5 % and 50 removals through, and not one more', () => {
    expect(safetyThresholdOn(figures(5, 100))).toBeNull();
    expect(safetyThresholdOn(figures(6, 100))?.why).toBe('too_many_removals');
    expect(safetyThresholdOn(figures(50, 100_000))).toBeNull();
    expect(safetyThresholdOn(figures(51, 100_000))?.why).toBe('too_many_removals');
  });

  it('lets a few go in a small instance, but never all', () => {
    expect(safetyThresholdOn(figures(1, 11))).toBeNull();
    expect(safetyThresholdOn(figures(4, 11))?.why).toBe('too_many_removals');
    expect(safetyThresholdOn({ ...figures(3, 3), listed: 1, told: 1 })?.why).toBe('everything_removed');
  });

  it('believes neither an empty list nor one that gives less than it says', () => {
    expect(safetyThresholdOn({ ...figures(0, 10), told: 0, listed: 0 })?.why).toBe('empty_list');
    expect(safetyThresholdOn({ ...figures(0, 10), told: 10, listed: 5 })?.why).toBe('incomplete_list');
    expect(safetyThresholdOn({ ...figures(0, 0), told: 0, listed: 0 })).toBeNull();
    // Nobody may be invited at the moment.
    expect(safetyThresholdOn({ ...figures(1, 20), kind: 'invitation', told: 0, listed: 0 })).toBeNull();
  });

  it('holds every plan with more removals than the limits, whatever else is true of it', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), fc.nat(2000), (removals, here, listed) => {
        fc.pre(removals > 50 || removals > Math.max(3, here * 0.05));
        expect(
          safetyThresholdOn({ kind: 'membership', removals, here, told: listed, listed }),
        ).not.toBeNull();
      }),
    );
  });
});
