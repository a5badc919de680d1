import type { Day } from './calendar.rule.js';

/** What the ledger says of one day. */
export interface DayFigures {
  readonly date: Day;
  readonly dau: number;
  readonly new: number;
  /** People whose first active day of the month it is. */
  readonly firstActive: number;
  /** People whose first retained day of the month it is. */
  readonly firstRetained: number;
}

/** One day of a report. */
export interface UsageDay {
  readonly date: Day;
  readonly dau: number;
  readonly new: number;
  readonly returning: number;
  /** MAU and MRU as they stood at the end of the day. */
  readonly mauToDate: number;
  readonly mruToDate: number;
}

/** One entry for each wanted day, in order; a day without activity that the ledger has seen is a true zero. */
export function seriesOf(wanted: readonly Day[], figures: readonly DayFigures[]): UsageDay[] {
  const byDay = new Map(figures.map((day) => [day.date, day]));
  let mauToDate = 0;
  let mruToDate = 0;
  return wanted.map((date) => {
    const day = byDay.get(date);
    const dau = day?.dau ?? 0;
    const fresh = day?.new ?? 0;
    mauToDate += day?.firstActive ?? 0;
    mruToDate += day?.firstRetained ?? 0;
    return { date, dau, new: fresh, returning: dau - fresh, mauToDate, mruToDate };
  });
}
