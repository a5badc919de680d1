import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './retry-delay.rule.js';

describe('the pause before an erasure is tried again', () => {
  it('is short at first and a quarter of an hour at most', () => {
    expect([0, 20_000, 3_600_000].map(retryDelayMs)).toEqual([5_000, 10_000, 900_000]);
  });

  it('makes no more than five hundred tries in five days', () => {
    let waited = 0;
    let tries = 0;
    for (; waited < 5 * 86_400_000; tries += 1) waited += retryDelayMs(waited);
    expect(tries).toBeLessThan(500);
  });
});
