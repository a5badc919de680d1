import type { AccessRecord } from './access-directory.js';
import type { SessionClaims } from './session-claims.js';

/** `unknown`: it depends on when the session began, and nothing told of the session yet. */
export type SessionStatus = 'good' | 'ended' | 'unknown';

const ENDED = new Set(['revoked', 'ended', 'removed', 'expired', 'abandoned', 'replaced']);

/**
 * Whether the session of a token still counts. Signing somebody out ends the sessions that had begun by then, whatever
 * tokens Clerk still mints for them, and none that begins later, be it in the same second. A token tells only the second
 * in which it was issued, so the beginning of the session decides.
 */
export function statusOfSession(
  record: Pick<AccessRecord, 'sessionStatus' | 'sessionBeganAt' | 'sessionsInvalidBefore'>,
  claims: Pick<SessionClaims, 'issuedAt'>,
): SessionStatus {
  if (record.sessionStatus !== null && ENDED.has(record.sessionStatus)) return 'ended';
  const { sessionsInvalidBefore } = record;
  if (sessionsInvalidBefore === null) return 'good';
  if (wasIssuedEarlier(claims, sessionsInvalidBefore.getTime())) return 'ended';
  if (record.sessionBeganAt === null) return 'unknown';
  return record.sessionBeganAt > sessionsInvalidBefore ? 'good' : 'ended';
}

/** Whether a token was surely issued before a moment (milliseconds): in an earlier second. */
export function wasIssuedEarlier({ issuedAt }: Pick<SessionClaims, 'issuedAt'>, moment: number): boolean {
  return issuedAt < Math.floor(moment / 1000);
}

/** Whether a token that is valid in itself is refused all the same, for what our tables know of its person and session. */
export function isShutOut(record: AccessRecord, claims: Pick<SessionClaims, 'issuedAt'>): boolean {
  return !record.canAct || statusOfSession(record, claims) !== 'good';
}
