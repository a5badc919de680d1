import { describe, expect, it } from 'vitest';
import { ActivityBuffer } from './activity-buffer.js';

const anna = { userId: 'anna', organizationId: null, propertyId: null };
const at = (time: string) => new Date(`2026-11-01T${time}Z`);

describe('the activity buffer', () => {
  it('keeps the first and the last moment, so that both days of a night are counted', () => {
    const buffer = new ActivityBuffer(10);
    expect([buffer.note(anna, 100), buffer.note(anna, 200), buffer.note(anna, 300)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(buffer.take()).toEqual([{ ...anna, firstMs: 100, lastMs: 300 }]);
    expect(buffer.size).toBe(0);
  });

  it('notes nobody twice in a quarter of an hour by the clock of the database, and again in the next', () => {
    const buffer = new ActivityBuffer(10);
    buffer.note(anna, 0);
    buffer.wrote(buffer.take(), at('12:05:00'), 0);
    expect(buffer.note(anna, 60_000)).toBe(false);
    expect(buffer.note({ ...anna, organizationId: 'o' }, 60_000)).toBe(true);
    expect(buffer.note(anna, 11 * 60_000)).toBe(true);
  });

  it('trusts nothing within a second of a quarter, where a day may begin', () => {
    const buffer = new ActivityBuffer(10);
    buffer.note(anna, 0);
    buffer.wrote(buffer.take(), at('23:59:58.000'), 0);
    expect(buffer.note(anna, 500)).toBe(false);
    expect(buffer.note(anna, 1_100)).toBe(true);
  });

  it('notes again who was last seen before the quarter in which it was written', () => {
    const buffer = new ActivityBuffer(10);
    buffer.note(anna, 0);
    buffer.wrote(buffer.take(), at('00:00:02'), 4_000);
    expect(buffer.note(anna, 10_000)).toBe(true);
  });

  it('takes back what could not be written, with what was seen since', () => {
    const buffer = new ActivityBuffer(10);
    buffer.note(anna, 1);
    const taken = buffer.take();
    buffer.note(anna, 9);
    buffer.giveBack(taken);
    expect(buffer.take()).toEqual([{ ...anna, firstMs: 1, lastMs: 9 }]);
  });

  it('counts what it has no room for', () => {
    const buffer = new ActivityBuffer(1);
    buffer.note(anna, 1);
    buffer.note({ ...anna, userId: 'ben' }, 1);
    expect([buffer.size, buffer.lost]).toEqual([1, 1]);
  });
});
