import { describe, expect, it } from 'vitest';
import { FixedClock } from './clock.js';
import { DatabaseClock } from './database-clock.js';

const DATABASE = Date.parse('2026-11-27T12:00:00Z');

describe('the clock of the database', () => {
  it.each([-4_000, 0, 4_000])('is told whatever the machine says (%d ms apart)', async (skew) => {
    let elapsed = 1_000;
    const clock = new DatabaseClock(new FixedClock(new Date(DATABASE + skew)), () => elapsed);
    await clock.compare(() => Promise.resolve(new Date(DATABASE)));
    expect(clock.nowMs()).toBe(DATABASE);
    expect(clock.skewMs).toBe(skew);
    elapsed += 2_500;
    expect(clock.nowMs()).toBe(DATABASE + 2_500);
  });

  it('is never ahead of the database, and takes the quickest answer', async () => {
    let elapsed = 0;
    const roundTrips = [80, 5, 40];
    const clock = new DatabaseClock(new FixedClock(new Date(0)), () => elapsed);
    await clock.compare(() => {
      const time = new Date(DATABASE + elapsed);
      elapsed += roundTrips.shift() ?? 0;
      return Promise.resolve(time);
    });
    expect(clock.nowMs()).toBe(DATABASE + elapsed - 5);
  });

  it('does not move when the clock of the machine is set', async () => {
    const wall = new FixedClock(new Date(DATABASE));
    const clock = new DatabaseClock(wall, () => 0);
    await clock.compare(() => Promise.resolve(new Date(DATABASE)));
    wall.advanceSeconds(3_600);
    expect(clock.nowMs()).toBe(DATABASE);
    expect(clock.skewMs).toBe(3_600_000);
  });
});
