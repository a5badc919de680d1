import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { limitDate, outgrownIn } from './limit-date.rule.js';
import { forecast } from './forecast.rule.js';

const increments = fc.array(fc.nat(100_000), { minLength: 3, maxLength: 30 });
const cumulative = (steps: readonly number[]) => {
  let sum = 0;
  return steps.map((step) => (sum += step));
};

describe('the forecast', () => {
  it('never lies below what is there, and its band holds it', () => {
    fc.assert(
      fc.property(increments, fc.nat(30), fc.nat(100_000), (steps, remaining, more) => {
        const counts = cumulative(steps);
        const present = counts.at(-1)! + (remaining === 0 ? 0 : more);
        const projection = forecast(counts, remaining, present)!;
        expect(projection.low).toBeGreaterThanOrEqual(present);
        expect(projection.expected).toBeGreaterThanOrEqual(projection.low);
        expect(projection.high).toBeGreaterThanOrEqual(projection.expected);
        expect(projection.path).toHaveLength(remaining);
        expect([...projection.path].sort((a, b) => a - b)).toEqual(projection.path);
      }),
    );
  });

  it('continues a steady pace exactly, without a band', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 3, max: 20 }), fc.nat(20), (pace, days, remaining) => {
        const counts = cumulative(Array<number>(days).fill(pace));
        const end = pace * (days + remaining);
        expect(forecast(counts, remaining, counts.at(-1)!)).toMatchObject({
          expected: end,
          low: end,
          high: end,
        });
      }),
    );
  });

  it('slows down where the pace did, and reaches up to an unbroken one', () => {
    const counts = cumulative([800, 700, 600, 500, 400, 350, 300, 260]);
    const { expected, high } = forecast(counts, 20, counts.at(-1)!)!;
    expect(expected - counts.at(-1)!).toBeLessThan(20 * 300);
    expect(high).toBeGreaterThanOrEqual(counts.at(-1)! + 20 * 300);
  });

  it('keeps silent with less than three whole days, and repeats the count when none is left', () => {
    expect(forecast([5, 9], 20, 9)).toBeNull();
    expect(forecast([5, 9, 12], 0, 12)).toEqual({ expected: 12, low: 12, high: 12, path: [] });
  });
});

describe('the limit', () => {
  it('is crossed on the first day above it, past or expected', () => {
    const past = [
      { date: '2026-02-26', count: 40 },
      { date: '2026-02-27', count: 50 },
    ];
    expect(limitDate(39, past, '2026-02-27', [60])).toBe('2026-02-26');
    expect(limitDate(40, past, '2026-02-27', [60])).toBe('2026-02-27');
    expect(limitDate(50, past, '2026-02-27', [50, 51])).toBe('2026-03-01');
    expect(limitDate(99, past, '2026-02-27', [60])).toBeNull();
    expect(limitDate(99, [], '2026-02-27', [])).toBeNull();
  });

  it('is outgrown in the first month above it, if growth goes on', () => {
    expect(outgrownIn(100, [70, 80, 90], '2026-11')).toBe('2027-01');
    expect(outgrownIn(100, [70, 80, 101], '2026-11')).toBe('2026-11');
    expect(outgrownIn(100, [90, 80, 70], '2026-11')).toBeNull();
    expect(outgrownIn(100, [80, 90], '2026-11')).toBeNull();
    expect(outgrownIn(1_000_000, [1, 2, 3], '2026-11')).toBeNull();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1e5 }),
        fc.integer({ min: 3, max: 6 }),
        (start, growth, count) => {
          const counts = Array.from({ length: count }, (_, index) => start + growth * index);
          const last = counts.at(-1)!;
          // The last month itself does not lie above it, the next one does.
          expect(outgrownIn(last, counts, '2026-11')).toBe('2026-12');
        },
      ),
    );
  });
});
