import type { AccessRecord } from './access-directory.js';
import type { SessionClaims } from './session-claims.js';

const ENDED = new Set(['revoked', 'ended', 'removed', 'expired', 'abandoned', 'replaced']);

type Known = Pick<
  AccessRecord,
  'canAct' | 'sessionStatus' | 'sessionBeganAt' | 'sessionsInvalidBefore' | 'signOutPending'
>;

/** Whether a token that is valid in itself is refused all the same, for what our tables know of its person and session. */
export function isShutOut(known: Known, claims: Pick<SessionClaims, 'issuedAt'>): boolean {
  if (!known.canAct) return true;
  if (known.sessionStatus !== null && ENDED.has(known.sessionStatus)) return true;
  // Until Clerk has ended the sessions, one that is not known here may be one of them, and goes on getting tokens.
  if (known.signOutPending && known.sessionStatus === null) return true;
  const { sessionsInvalidBefore: before, sessionBeganAt } = known;
  if (before === null || claims.issuedAt * 1000 >= before.getTime()) return false;
  // A token tells its second only: one of the same second counts where its session is known to have begun after that.
  const isSameSecond = claims.issuedAt === Math.floor(before.getTime() / 1000);
  return !(isSameSecond && sessionBeganAt !== null && sessionBeganAt > before);
}
