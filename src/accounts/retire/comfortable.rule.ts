/** For so many whole days nobody may have come by the old path. */
export const COMFORTABLE_DAYS = 14;

const DAY_MS = 86_400_000;

/** Whether the old path may go without anybody noticing. */
export interface Comfort {
  readonly isReached: boolean;
  /** The first day on which it is, if nobody comes meanwhile; null: it is, or accounts wait still. */
  readonly from: string | null;
  readonly why: 'quiet' | 'accounts_wait' | 'signed_in_lately';
}

/**
 * The comfortable window: no account waits to be moved, and for {@link COMFORTABLE_DAYS} whole days in UTC nobody has signed
 * in without a Clerk id. Where no sign-in was ever counted, nobody signs in by this service, and only the accounts count.
 *
 * @param lastWithout the last day on which somebody came by the old path, as `2026-11-29`
 */
export function comfortAt(
  now: Date,
  { waiting, lastWithout }: { waiting: number; lastWithout: string | null },
): Comfort {
  if (waiting > 0) return { isReached: false, from: null, why: 'accounts_wait' };
  if (lastWithout === null) return { isReached: true, from: null, why: 'quiet' };
  const from = new Date(Date.parse(`${lastWithout}T00:00:00Z`) + (COMFORTABLE_DAYS + 1) * DAY_MS);
  return now >= from
    ? { isReached: true, from: null, why: 'quiet' }
    : { isReached: false, from: from.toISOString().slice(0, 10), why: 'signed_in_lately' };
}
