import { describe, expect, it } from 'vitest';
import { checkClock } from './clock.check.js';

describe('another clock', () => {
  it.each([
    [0, 'ok'],
    [1_000, 'ok'],
    [-3_000, 'warn'],
    [3_000, 'warn'],
    [60_000, 'fail'],
    [-60_000, 'fail'],
  ])('that is off by %d ms', async (offset, status) => {
    const check = await checkClock('clock', () => Promise.resolve(Date.now() + offset));
    expect(check.status).toBe(status);
  });
});
