import { type CronExpression, CronExpressionParser } from 'cron-parser';

const MINUTE_MS = 60_000;
/** What POSIX knows: no seconds, names, `L`, `#`, `?`, `@daily` or random `H`, which the package reads as well. */
const FIVE_FIELDS = /^[\d*,/-]+(?:\s+[\d*,/-]+){4}$/;

/**
 * When a periodic job is due: the five fields of cron (minute, hour, day of the month, month, day of the week with 0 and
 * 7 for Sunday), each `*`, a number, a range, a list or a step, always in UTC. Where both days are restricted either of
 * them is enough, as POSIX has it. A slot is a whole minute and names the run on every replica alike.
 */
export class CronSchedule {
  private readonly slots: CronExpression;

  /** @throws Error for an expression that cannot be read, or names a day that no month has */
  constructor(readonly expression: string) {
    if (!FIVE_FIELDS.test(expression.trim()))
      throw new Error(`"${expression}" has not five fields of numbers`);
    this.slots = this.within(() => CronExpressionParser.parse(expression.trim(), { tz: 'UTC' }));
  }

  /** The latest slot that is not after a moment. */
  slotAt(moment: Date): Date {
    this.slots.reset(new Date(minuteOf(moment) + MINUTE_MS));
    return this.within(() => this.slots.prev().toDate());
  }

  /** The first slot after a moment. */
  slotAfter(moment: Date): Date {
    this.slots.reset(new Date(minuteOf(moment)));
    return this.within(() => this.slots.next().toDate());
  }

  private within<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw new Error(`"${this.expression}" cannot be read, or is never due`, { cause });
    }
  }
}

function minuteOf(moment: Date): number {
  return Math.floor(moment.getTime() / MINUTE_MS) * MINUTE_MS;
}
