/** A day of the calendar somewhere; months count from 1. */
export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that a moment falls on in a time zone (IANA). */
export function civilDayOf(moment: Date, zone: string): CivilDay {
  const local = new Date(moment.getTime() + offsetMs(moment, zone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
}

/** So many days later; by the calendar, so that a day of 23 or 25 hours counts as one. */
export function plusDays({ year, month, day }: CivilDay, days: number): CivilDay {
  return civilDayOf(new Date(Date.UTC(year, month - 1, day + days)), 'UTC');
}

/** The same day so many months later, or the last one of that month where it has no such day. */
export function plusMonths({ year, month, day }: CivilDay, months: number): CivilDay {
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const [thatYear, thatMonth] = [first.getUTCFullYear(), first.getUTCMonth()];
  const lastDay = new Date(Date.UTC(thatYear, thatMonth + 1, 0)).getUTCDate();
  return { year: thatYear, month: thatMonth + 1, day: Math.min(day, lastDay) };
}

/** Saturday or Sunday. */
export function isWeekend({ year, month, day }: CivilDay): boolean {
  return [0, 6].includes(new Date(Date.UTC(year, month - 1, day)).getUTCDay());
}

/** The last millisecond of the day in a time zone. */
export function endOfDay(day: CivilDay, zone: string): Date {
  const next = plusDays(day, 1);
  const wall = Date.UTC(next.year, next.month - 1, next.day);
  // The offset is that of the midnight meant; a first guess may lie on the other side of a change of the clocks.
  const guess = new Date(wall - offsetMs(new Date(wall), zone));
  return new Date(wall - offsetMs(guess, zone) - 1);
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offsetMs(moment: Date, zone: string): number {
  if (zone === 'UTC') return 0;
  const parts = new Map(
    formatIn(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(moment.getTime() / 1000) * 1000;
}

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}
