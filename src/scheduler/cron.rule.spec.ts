import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { CronSchedule } from './cron.rule.js';

const utc = (text: string) => new Date(`${text}Z`);
const after = (cron: string, from: string) => new CronSchedule(cron).slotAfter(utc(from)).toISOString();

describe('a cron schedule', () => {
  it.each([
    ['*/15 * * * *', '2026-11-21T04:15', '2026-11-21T04:30:00.000Z'],
    ['17 3 * * *', '2026-11-21T03:17', '2026-11-22T03:17:00.000Z'],
    ['0 0 1 * *', '2026-12-02T00:00', '2027-01-01T00:00:00.000Z'],
    ['0 12 29 2 *', '2096-03-01T00:00', '2104-02-29T12:00:00.000Z'],
    ['0 9 * * 1-5', '2026-11-20T09:00', '2026-11-23T09:00:00.000Z'],
    ['0 9 * * 7', '2026-11-20T09:00', '2026-11-22T09:00:00.000Z'],
    ['0 0 13 * 5', '2026-11-21T00:00', '2026-11-27T00:00:00.000Z'],
    ['5,35 8-10/2 * * *', '2026-11-21T08:35', '2026-11-21T10:05:00.000Z'],
    ['50/5 * * * *', '2026-11-21T08:55', '2026-11-21T09:50:00.000Z'],
  ])('%s after %s is due at %s', (cron, from, expected) => {
    expect(after(cron, from)).toBe(expected);
  });

  it('looks back as it looks forward: no slot lies between the last one and the next', () => {
    const crons = ['*/7 * * * *', '13 */5 * * *', '0 4 * * 0', '30 2 1,15 * *', '1 1 31 * *', '0 0 13 * 5'];
    fc.assert(
      fc.property(
        fc.constantFrom(...crons),
        fc.date({ min: utc('2024-01-01'), max: utc('2032-01-01'), noInvalidDate: true }),
        (cron, moment) => {
          const schedule = new CronSchedule(cron);
          const [last, next] = [schedule.slotAt(moment), schedule.slotAfter(moment)];
          expect(last.getTime()).toBeLessThanOrEqual(moment.getTime());
          expect(next.getTime()).toBeGreaterThan(moment.getTime());
          expect(schedule.slotAfter(last)).toEqual(next);
          expect(schedule.slotAt(next)).toEqual(next);
        },
      ),
    );
  });

  it.each([
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '5-2 * * * *',
    '*/0 * * * *',
    'a * * * *',
    '',
  ])('"%s" is refused', (cron) => {
    expect(() => new CronSchedule(cron)).toThrow();
  });

  it('that is never due is an error, not an endless search', () => {
    expect(() => new CronSchedule('0 0 31 2 *').slotAfter(utc('2026-01-01'))).toThrow('never due');
  });
});
