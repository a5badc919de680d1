/** How long a role is given for. */
export const PERIODS = ['always', 'day', 'week', 'month', 'date'] as const;
export type Period = (typeof PERIODS)[number];

const HOUR_MS = 3_600_000;
const HOURS: Readonly<Partial<Record<Period, number>>> = { day: 24, week: 7 * 24, month: 30 * 24 };

/**
 * The moment at which a role ends.
 *
 * @param local date and time as `2026-05-04T18:30`, in the zone of the place; read for `date` alone
 * @returns ISO 8601, or null for a role that does not end
 */
export function endOf(period: Period, local: string, zone: string, now: Date): string | null {
  if (period === 'date') return instantOf(local, zone).toISOString();
  const hours = HOURS[period];
  return hours === undefined ? null : new Date(now.getTime() + hours * HOUR_MS).toISOString();
}

/** What the clocks of a zone show, as a moment. Where they show it twice or never, the offset after it counts. */
export function instantOf(local: string, zone: string): Date {
  const asUtc = Date.parse(`${local}Z`);
  const guess = asUtc - offsetAt(asUtc, zone);
  return new Date(asUtc - offsetAt(guess, zone));
}

/** Milliseconds by which a zone is ahead of UTC. */
function offsetAt(time: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - Math.floor(time / 1000) * 1000;
}
