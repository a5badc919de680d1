const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The longest that a date may be away: 29 February, across a century without one. */
const FARTHEST_DAYS = 8 * 366;

const FIELDS = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12 },
  { name: 'day of the week', from: 0, to: 7 },
] as const;

/**
 * When a periodic job is due: the five fields of cron (minute, hour, day of the month, month, day of the week with 0 and
 * 7 for Sunday), each `*`, a number, a range, a list or a step, always in UTC. Where both days are restricted either of
 * them is enough, as POSIX has it. A slot is a whole minute and names the run on every replica alike.
 */
export class CronSchedule {
  private readonly minutes: ReadonlySet<number>;
  private readonly hours: ReadonlySet<number>;
  private readonly days: ReadonlySet<number>;
  private readonly months: ReadonlySet<number>;
  private readonly weekdays: ReadonlySet<number>;
  private readonly eitherDay: boolean;

  /** @throws Error naming the field that cannot be read */
  constructor(readonly expression: string) {
    const fields = expression.trim().split(/\s+/);
    if (fields.length !== FIELDS.length) throw new Error(`"${expression}" has not five fields`);
    const [minutes, hours, days, months, weekdays] = FIELDS.map((field, index) =>
      valuesOf(fields[index] ?? '', field, expression),
    ) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
    if (weekdays.has(7)) weekdays.add(0);
    this.minutes = minutes;
    this.hours = hours;
    this.days = days;
    this.months = months;
    this.weekdays = weekdays;
    this.eitherDay = fields[2] !== '*' && fields[4] !== '*';
  }

  /** The latest slot that is not after a moment. */
  slotAt(moment: Date): Date {
    return this.search(Math.floor(moment.getTime() / MINUTE) * MINUTE, -1);
  }

  /** The first slot after a moment. */
  slotAfter(moment: Date): Date {
    return this.search((Math.floor(moment.getTime() / MINUTE) + 1) * MINUTE, 1);
  }

  private search(from: number, direction: 1 | -1): Date {
    let time = from;
    while (Math.abs(time - from) < FARTHEST_DAYS * DAY) {
      const date = new Date(time);
      if (!this.fitsDay(date)) time = edge(time, DAY, direction);
      else if (!this.hours.has(date.getUTCHours())) time = edge(time, HOUR, direction);
      else if (!this.minutes.has(date.getUTCMinutes())) time += direction * MINUTE;
      else return date;
    }
    throw new Error(`"${this.expression}" is never due`);
  }

  private fitsDay(date: Date): boolean {
    if (!this.months.has(date.getUTCMonth() + 1)) return false;
    const [day, weekday] = [this.days.has(date.getUTCDate()), this.weekdays.has(date.getUTCDay())];
    return this.eitherDay ? day || weekday : day && weekday;
  }
}

/** The first minute of the next unit, or the last one of the unit before. */
function edge(time: number, unit: number, direction: 1 | -1): number {
  const start = Math.floor(time / unit) * unit;
  return direction === 1 ? start + unit : start - MINUTE;
}

function valuesOf(
  text: string,
  { name, from, to }: { name: string; from: number; to: number },
  expression: string,
): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    const first = match?.[1] === undefined ? from : Number(match[1]);
    // `5/10` means from 5 on; `5` alone means 5 alone.
    const last = match?.[2] !== undefined ? Number(match[2]) : isOpen(match) ? to : first;
    const step = match?.[3] === undefined ? 1 : Number(match[3]);
    if (match === null || first < from || last > to || first > last || step === 0) {
      throw new Error(`the ${name} of "${expression}" cannot be read`);
    }
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return values;
}

function isOpen(match: RegExpExecArray | null): boolean {
  return match?.[1] === undefined || match[3] !== undefined;
}
