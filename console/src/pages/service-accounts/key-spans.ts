/** For how long a key opens something, in days; null: without an end. */
const DAYS = { month: 30, quarter: 90, year: 365, always: null } as const;
export type KeySpan = keyof typeof DAYS;
export const KEY_SPANS = Object.keys(DAYS) as KeySpan[];

const DAY_MS = 86_400_000;

/** When a key that is made now ends: ISO 8601, or null. */
export function keyEndOf(span: KeySpan, now: Date): string | null {
  const days = DAYS[span];
  return days === null ? null : new Date(now.getTime() + days * DAY_MS).toISOString();
}
