import { describe, expect, it } from 'vitest';
import { RetryBudget } from './retry-budget.js';

describe('the retry budget', () => {
  it('allows ten retries at once, and then one for every ten first tries', () => {
    const budget = new RetryBudget();
    const spent = (tries: number): number => {
      let retries = 0;
      for (let sent = 0; sent < tries; sent += 1) {
        budget.earn();
        while (budget.spend()) retries += 1;
      }
      return retries;
    };
    expect(spent(1)).toBe(10);
    const retries = spent(100);
    expect(retries).toBeGreaterThanOrEqual(9);
    expect(retries).toBeLessThanOrEqual(10);
    expect(budget.left).toBeLessThan(1);
  });
});
