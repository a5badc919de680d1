import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alarmPercent, daysLeft, dueAt } from './deadline.rule.js';

const day = (text: string) => new Date(`${text}T10:00:00Z`);
const dateOf = (moment: Date) => moment.toISOString().slice(0, 10);

/** Day by day instead of by arithmetic: walks to the same day of the next month, or stops on the month's last day. */
function walkedMonth(from: Date): string {
  const wanted = from.getUTCDate();
  const month = (from.getUTCMonth() + 1) % 12;
  const cursor = new Date(from);
  while (cursor.getUTCMonth() !== month) cursor.setUTCDate(cursor.getUTCDate() + 1);
  while (cursor.getUTCDate() < wanted) {
    const next = new Date(cursor);
    next.setUTCDate(next.getUTCDate() + 1);
    if (next.getUTCMonth() !== month) break;
    cursor.setTime(next.getTime());
  }
  return dateOf(cursor);
}

describe('deadlines', () => {
  it.each([
    ['2026-01-31', '2026-02-28'],
    ['2028-01-31', '2028-02-29'],
    ['2028-02-29', '2028-03-29'],
    ['2026-12-31', '2027-01-31'],
    ['2026-08-31', '2026-09-30'],
    ['2026-03-28', '2026-04-28'],
  ])('a request of %s is due on %s', (received, due) => {
    expect(dueAt(day(received), 'gdpr').toISOString()).toBe(`${due}T23:59:59.999Z`);
  });

  it('is right for 10 000 random moments, one month by the calendar and 45 days', () => {
    const moments = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2099-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (received) => {
        expect(dateOf(dueAt(received, 'gdpr'))).toBe(walkedMonth(received));
        const midnight = Date.parse(`${dateOf(received)}T00:00:00Z`);
        expect(dueAt(received, 'ccpa').getTime() - midnight).toBe(46 * 86_400_000 - 1);
        expect(dueAt(received, 'gdpr', true) > dueAt(received, 'gdpr')).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  it('an extension gives two further months, or 45 further days', () => {
    expect(dateOf(dueAt(day('2026-11-30'), 'gdpr', true))).toBe('2027-02-28');
    expect(dateOf(dueAt(day('2026-01-01'), 'ccpa', true))).toBe('2026-04-01');
  });

  it('rings at half, at four fifths and at the end, and counts the days that are left', () => {
    const [from, to] = [new Date(0), new Date(1000)];
    const at = (ms: number) => alarmPercent(from, to, new Date(ms));
    expect([at(499), at(500), at(799), at(800), at(999), at(1000)]).toEqual([0, 50, 50, 80, 80, 100]);
    expect(daysLeft(dueAt(day('2026-01-31'), 'gdpr'), day('2026-02-26'))).toBe(2);
    expect(daysLeft(dueAt(day('2026-01-31'), 'gdpr'), day('2026-03-01'))).toBe(-1);
  });
});
