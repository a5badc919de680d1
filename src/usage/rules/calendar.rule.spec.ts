import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  daysBetween,
  daysFrom,
  firstDayOf,
  isDay,
  lastDayOf,
  monthOf,
  nextMonth,
} from './calendar.rule.js';
import { localDay } from './local-day.rule.js';

const months = fc
  .tuple(fc.integer({ min: 1990, max: 2199 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`);

describe('the calendar', () => {
  it('gives each month its days without a gap, and the next one begins right after', () => {
    fc.assert(
      fc.property(months, (month) => {
        const days = daysFrom(firstDayOf(month), lastDayOf(month));
        expect(days.length).toBe(
          new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate(),
        );
        expect(days.every((day) => monthOf(day) === month && isDay(day))).toBe(true);
        expect(addDays(lastDayOf(month), 1)).toBe(firstDayOf(nextMonth(month)));
      }),
    );
  });

  it('knows leap days, turns of the year and what is no day', () => {
    expect([lastDayOf('2024-02'), lastDayOf('2023-02'), lastDayOf('2100-02')]).toEqual([
      '2024-02-29',
      '2023-02-28',
      '2100-02-28',
    ]);
    expect([nextMonth('2026-12'), addMonths('2026-01', -1), addMonths('2026-11', 14)]).toEqual([
      '2027-01',
      '2025-12',
      '2028-01',
    ]);
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(['2026-02-29', '2026-13-01', '2026-1-1', 'today', ''].map(isDay)).toEqual(Array(5).fill(false));
    expect(daysFrom('2026-01-02', '2026-01-01')).toEqual([]);
  });

  it('puts a moment on a day that lies at most one away from that of UTC', () => {
    const zones = ['Pacific/Kiritimati', 'Pacific/Niue', 'Asia/Kathmandu', 'Europe/Vienna', 'UTC'];
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        (moment, zone) => {
          expect(Math.abs(daysBetween(localDay(moment, 'UTC'), localDay(moment, zone)))).toBeLessThanOrEqual(
            1,
          );
        },
      ),
    );
    expect(localDay(new Date('2026-10-31T23:59:59.999Z'), 'Pacific/Kiritimati')).toBe('2026-11-01');
    expect(localDay(new Date('2026-11-01T10:59:59Z'), 'Pacific/Niue')).toBe('2026-10-31');
    expect(localDay(new Date('2026-03-29T22:00:00Z'), 'Europe/Vienna')).toBe('2026-03-30');
    expect(localDay(new Date('2026-03-28T22:59:59Z'), 'Europe/Vienna')).toBe('2026-03-28');
  });

  it('takes a zone that this machine does not know for UTC, so that the ledger never stops', () => {
    expect(localDay(new Date('2026-10-31T23:59:59Z'), 'Mars/Base')).toBe('2026-10-31');
  });
});
