import { describe, expect, it } from 'vitest';
import { Clock, FixedClock } from './clock.js';

describe('clock', () => {
  it('a fixed clock moves only when told to', () => {
    const clock = new FixedClock(new Date('2026-03-01T00:00:00Z'));
    clock.advanceSeconds(90);
    expect(clock.now().toISOString()).toBe('2026-03-01T00:01:30.000Z');
    expect(clock.nowMs()).toBe(Date.UTC(2026, 2, 1, 0, 1, 30));
  });

  it('the wall clock tells the present', () => {
    expect(Math.abs(new Clock().nowMs() - Date.now())).toBeLessThan(1000);
  });
});
