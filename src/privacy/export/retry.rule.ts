const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How many tries may fail: with {@link pauseAfterFailure} about a day of them. */
export const MAX_FAILURES = 34;

/** Milliseconds until the next try after so many that failed: one second, then twice as long, an hour at most. */
export function pauseAfterFailure(failures: number): number {
  return Math.min(HOUR_MS, SECOND_MS * 2 ** (failures - 1));
}

/** How long an export waits for Clerk before it is handed out without; the request stays open for compliance staff. */
const TIMEOUT_MS = 5 * DAY_MS;

/**
 * When Clerk is asked again, or null when the export is finished without its part. The local part can be had all the
 * while. A minute after the request at first, then after as long as it has waited until now, an hour at most.
 */
export function nextLookAtClerk(requestedAt: Date, now: Date): Date | null {
  const waited = now.getTime() - requestedAt.getTime();
  if (waited >= TIMEOUT_MS) return null;
  return new Date(now.getTime() + Math.min(HOUR_MS, Math.max(60 * SECOND_MS, waited)));
}

/** What PostgreSQL says when its disk is full, and what it says of itself when it cannot work: classes 53, 57 and 58. */
const DATABASE_FULL = '53100';
const DATABASE_UNAVAILABLE = /^5[378]\w{3}$/;

/** What a file system says when it cannot be written to, apart from being full. */
const UNAVAILABLE = /^(EROFS|EACCES|EPERM|EIO|ENOENT|ENOTDIR|EEXIST|EISDIR|EMFILE|ENFILE|ESTALE)$/;

/** Why a try failed, as a code that may be shown. */
export function exportProblemOf(error: unknown): 'storage_full' | 'storage_unavailable' | 'internal' {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === DATABASE_FULL) return 'storage_full';
  const isUnavailable =
    typeof code === 'string' &&
    (code === 'unavailable' || UNAVAILABLE.test(code) || DATABASE_UNAVAILABLE.test(code));
  return isUnavailable ? 'storage_unavailable' : 'internal';
}
