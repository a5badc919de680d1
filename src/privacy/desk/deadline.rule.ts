export type Law = 'gdpr' | 'ccpa';

const DAY_MS = 86_400_000;

/**
 * When an answer is due. GDPR Art. 12(3): one month, by Regulation 1182/71 Art. 3: the same day of the next month, or its
 * last day where it has no such day, until the end of that day. CCPA § 7021: 45 calendar days from receipt. In UTC.
 *
 * @param extended GDPR: two further months; CCPA: another 45 days
 */
export function dueAt(receivedAt: Date, law: Law, extended = false): Date {
  if (law === 'ccpa') return new Date(endOfDay(receivedAt).getTime() + (extended ? 90 : 45) * DAY_MS);
  const months = extended ? 3 : 1;
  const [year, month] = [receivedAt.getUTCFullYear(), receivedAt.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return endOfDay(new Date(Date.UTC(year, month, Math.min(receivedAt.getUTCDate(), lastDay))));
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

function endOfDay(moment: Date): Date {
  return new Date(
    Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate(), 23, 59, 59, 999),
  );
}
