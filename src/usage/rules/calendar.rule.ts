/** A day as `YYYY-MM-DD`; such texts sort like the days they name. */
export type Day = string;
/** A month as `YYYY-MM`. */
export type Month = string;

const DAY_MS = 86_400_000;

/** The month a day lies in. */
export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/** The first day of a month. */
export function firstDayOf(month: Month): Day {
  return `${month}-01`;
}

/** The last day of a month, leap years included. */
export function lastDayOf(month: Month): Day {
  return addDays(firstDayOf(nextMonth(month)), -1);
}

export function nextMonth(month: Month): Month {
  return addMonths(month, 1);
}

/** @param count may be negative */
export function addMonths(month: Month, count: number): Month {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** @param count may be negative */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one day to a later one; negative when it is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** Every day from the first to the last one, both included; none when they are the wrong way round. */
export function daysFrom(first: Day, last: Day): Day[] {
  return Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, index) =>
    addDays(first, index),
  );
}

/**
 * Years that are counted in: no service is older, and a year before or after the last one still has four digits, which
 * the calendar of PostgreSQL (no year 0000) and texts that sort like days need.
 */
const YEAR = '(?:19[7-9]\\d|[2-8]\\d{3})';
const DAY = new RegExp(`^${YEAR}-\\d{2}-\\d{2}$`);

/** A month that can be asked for. */
export const MONTH = new RegExp(`^${YEAR}-(?:0[1-9]|1[0-2])$`);

/** Whether a text names a day that the calendar has. */
export function isDay(text: string): boolean {
  const parsed = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(text);
}
