import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { alarmPercent, daysLeft, dueAt, isExtendable } from './deadline.rule.js';

const day = (text: string) => new Date(`${text}T10:00:00Z`);
const dateOf = (moment: Date) => moment.toISOString().slice(0, 10);

/** Day by day instead of by arithmetic: walks to the same day of a later month, or stops on that month's last day. */
function walkedMonths(from: string, months: number): string {
  const cursor = new Date(`${from}T00:00:00Z`);
  const wanted = cursor.getUTCDate();
  for (let left = months; left > 0; left -= 1) {
    const present = cursor.getUTCMonth();
    while (cursor.getUTCMonth() === present) cursor.setUTCDate(cursor.getUTCDate() + 1);
  }
  const month = cursor.getUTCMonth();
  while (cursor.getUTCDate() < wanted) {
    const next = new Date(cursor);
    next.setUTCDate(next.getUTCDate() + 1);
    if (next.getUTCMonth() !== month) break;
    cursor.setTime(next.getTime());
  }
  return dateOf(cursor);
}

/** As people there write the date and the time, asked of the runtime alone. */
function localText(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    moment,
  );
}

const moments = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
const zones = fc.constantFrom(
  'UTC',
  'Europe/Vienna',
  'America/Los_Angeles',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'America/St_Johns',
);

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

  it('is right for 10 000 random moments: months by the calendar, and 45 days', () => {
    fc.assert(
      fc.property(moments, (received) => {
        expect(dateOf(dueAt(received, 'gdpr'))).toBe(walkedMonths(dateOf(received), 1));
        expect(dateOf(dueAt(received, 'gdpr', true))).toBe(walkedMonths(dateOf(received), 3));
        const midnight = Date.parse(`${dateOf(received)}T00:00:00Z`);
        expect(dueAt(received, 'ccpa').getTime() - midnight).toBe(46 * 86_400_000 - 1);
        expect(dueAt(received, 'ccpa', true).getTime() - midnight).toBe(91 * 86_400_000 - 1);
      }),
      { numRuns: 10_000 },
    );
  });

  it('is right for every 31 January and 29 February of a century', () => {
    for (let year = 2000; year < 2100; year += 1) {
      const isLeap = new Date(`${String(year)}-02-29T00:00:00Z`).getUTCDate() === 29;
      const due = dueAt(day(`${String(year)}-01-31`), 'gdpr');
      expect(dateOf(due)).toBe(`${String(year)}-02-${isLeap ? '29' : '28'}`);
      if (isLeap) expect(dateOf(dueAt(day(`${String(year)}-02-29`), 'gdpr'))).toBe(`${String(year)}-03-29`);
    }
  });

  it('ends with the last second of the day where the controller is, whatever the clocks there do', () => {
    fc.assert(
      fc.property(moments, zones, (received, zone) => {
        const [receivedDay = ''] = localText(received, zone).split(' ');
        const due = dueAt(received, 'gdpr', false, 'access', zone);
        expect(localText(due, zone)).toBe(`${walkedMonths(receivedDay, 1)} 23:59:59`);
        // One more millisecond, and the day is another.
        expect(localText(new Date(due.getTime() + 1), zone).startsWith(walkedMonths(receivedDay, 1))).toBe(
          false,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('knows the day of receipt by the clock of the controller', () => {
    const lateEvening = new Date('2026-02-01T03:30:00Z');
    expect(dueAt(lateEvening, 'gdpr', false, 'access', 'America/Los_Angeles').toISOString()).toBe(
      '2026-03-01T07:59:59.999Z',
    );
  });

  it('an extension gives two further months, or 45 further days', () => {
    expect(dateOf(dueAt(day('2026-11-30'), 'gdpr', true))).toBe('2027-02-28');
    expect(dateOf(dueAt(day('2026-01-01'), 'ccpa', true))).toBe('2026-04-01');
  });

  it('an opt-out in California is due after 15 business days, and cannot be extended', () => {
    // A Friday; three weeks of five days each follow.
    expect(dateOf(dueAt(day('2026-11-20'), 'ccpa', false, 'objection'))).toBe('2026-12-11');
    expect(dateOf(dueAt(day('2026-11-21'), 'ccpa', false, 'objection'))).toBe('2026-12-11');
    expect([isExtendable('ccpa', 'objection'), isExtendable('ccpa', 'access')]).toEqual([false, true]);
    expect(isExtendable('gdpr', 'objection')).toBe(true);
  });

  it('rings at half, at four fifths and at the end, and counts the days that are left', () => {
    const [from, to] = [new Date(0), new Date(1000)];
    const at = (ms: number) => alarmPercent(from, to, new Date(ms));
    expect([at(499), at(500), at(799), at(800), at(999), at(1000)]).toEqual([0, 50, 50, 80, 80, 100]);
    expect(daysLeft(dueAt(day('2026-01-31'), 'gdpr'), day('2026-02-26'))).toBe(2);
    expect(daysLeft(dueAt(day('2026-01-31'), 'gdpr'), day('2026-03-01'))).toBe(-1);
  });
});
