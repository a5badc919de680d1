import { type CivilDay, civilDayOf, endOfDay, isWeekend, plusDays, plusMonths } from './civil-day.rule.js';

export const LAWS = ['gdpr', 'ccpa'] as const;
export type Law = (typeof LAWS)[number];

/** What a person can ask for; each law has its own name for it (`rightOf`). */
export const REQUEST_KINDS = ['access', 'erasure', 'correction', 'objection'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

const DAY_MS = 86_400_000;
const OPT_OUT_BUSINESS_DAYS = 15;

/**
 * When an answer is due: at the end of a day in the time zone of the controller.
 *
 * - GDPR, Art. 12(3): one month, extended by two further ones. By Regulation (EEC, Euratom) No 1182/71, Art. 3(1) and
 *   3(2)(c), the day of receipt does not count and a period of months ends with the last hour of the day with the same
 *   date, or of the last day of a month that has no such date. Art. 3(4) would move an end on a Saturday, Sunday or
 *   public holiday to the next working day; that is not made use of, so the day told here is never too late.
 * - CCPA, 11 CCR § 7021(b): 45 calendar days from receipt, extended by 45 more. An opt-out, 11 CCR § 7026(f): 15 business
 *   days, without extension; public holidays are counted as business days, so again the day is never too late.
 *
 * @param zone IANA
 */
export function dueAt(
  receivedAt: Date,
  law: Law,
  extended = false,
  kind: RequestKind = 'access',
  zone = 'UTC',
): Date {
  return endOfDay(lastDay(civilDayOf(receivedAt, zone), law, extended, kind), zone);
}

/** Whether a deadline may be extended at all. */
export function isExtendable(law: Law, kind: RequestKind): boolean {
  return law === 'gdpr' || kind !== 'objection';
}

/** Whole days until the end of the last day; negative once it is over. */
export function daysLeft(due: Date, now: Date): number {
  return Math.floor((due.getTime() - now.getTime()) / DAY_MS);
}

/** The highest alarm that the time gone by has reached: 0, 50, 80 or 100 %. */
export function alarmPercent(receivedAt: Date, due: Date, now: Date): 0 | 50 | 80 | 100 {
  const gone = ((now.getTime() - receivedAt.getTime()) / (due.getTime() - receivedAt.getTime())) * 100;
  if (gone >= 100) return 100;
  if (gone >= 80) return 80;
  return gone >= 50 ? 50 : 0;
}

function lastDay(received: CivilDay, law: Law, extended: boolean, kind: RequestKind): CivilDay {
  if (law === 'gdpr') return plusMonths(received, extended ? 3 : 1);
  if (!isExtendable(law, kind)) return plusBusinessDays(received, OPT_OUT_BUSINESS_DAYS);
  return plusDays(received, extended ? 90 : 45);
}

function plusBusinessDays(from: CivilDay, count: number): CivilDay {
  let day = from;
  for (let left = count; left > 0;) {
    day = plusDays(day, 1);
    if (!isWeekend(day)) left -= 1;
  }
  return day;
}
