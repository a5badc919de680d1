import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { alertsFor } from './alerts.rule.js';
import { costOf } from './cost.rule.js';
import { priceTable } from './price-table.js';

/** One retained user after the other, each at the price of their own place in the row. */
function slowly(mru: number): number {
  let thousandths = 0;
  for (let user = 50_001; user <= mru; user += 1) {
    thousandths += user <= 100_000 ? 20 : user <= 1_000_000 ? 18 : 15;
  }
  return Math.round(thousandths / 10) / 100;
}

describe('the cost', () => {
  it('prices every retained user at their own tier', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_200_000 }), (mru) => {
        const pro = costOf(mru, 0, priceTable)[1]!;
        expect(pro.retainedUsers).toBe(slowly(mru));
        expect(pro.total).toBeCloseTo(25 + slowly(mru), 6);
      }),
      { numRuns: 30 },
    );
  });

  it('is what the price list says at the borders', () => {
    const total = (mru: number) => costOf(mru, 0, priceTable).map(({ total }) => total);
    expect(total(50_000)).toEqual([0, 25, 300]);
    expect(total(50_001)).toEqual([null, 25.02, 300.02]);
    expect(total(100_000)).toEqual([null, 1_025, 1_300]);
    expect(total(1_000_000)).toEqual([null, 17_225, 17_500]);
    expect(total(10_000_000)[1]).toBe(25 + 1_000 + 16_200 + 135_000);
    expect(total(10_000_001)[1]).toBe(25 + 1_000 + 16_200 + 135_000 + 0.01);
  });

  it('adds organizations above those included', () => {
    const withOrganizations = (mro: number) => costOf(0, mro, priceTable)[1]!.totalWithOrganizations;
    expect([withOrganizations(0), withOrganizations(100), withOrganizations(101)]).toEqual([125, 125, 126]);
    expect(costOf(0, 0, priceTable)[0]!.totalWithOrganizations).toBeNull();
  });
});

describe('alerts', () => {
  const kinds = (mru: number, expected: number | null) =>
    alertsFor({ limit: 100, mru, expected, limitDate: null }).map(({ kind }) => kind);

  it('begin at 80 % exactly, at the limit, and when the forecast lies above it', () => {
    expect(kinds(79, null)).toEqual([]);
    expect(kinds(80, 100)).toEqual(['reached_80_percent']);
    expect(kinds(10, 101)).toEqual(['forecast_above_limit']);
    expect(kinds(99, 101)).toEqual(['reached_80_percent', 'forecast_above_limit']);
    expect(kinds(100, 150)).toEqual(['reached_80_percent', 'reached_100_percent']);
  });
});
