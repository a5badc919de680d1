import type { DeliveryOutcome } from './delivery-source.js';

/** What an endpoint does that fails. */
export interface EndpointCondition {
  /** Rounds in a row in which it took nothing. */
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly retryAt: Date | null;
  readonly disabledBecause: 'gone' | 'failing' | null;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Between the tries of one event, a day and a quarter in all. */
const PAUSES = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  14 * HOUR,
];
/** For how long an endpoint may take nothing before it is disabled. */
export const MAX_FAILING_MS = 5 * 24 * HOUR;
const MAX_REST_MS = HOUR;

/**
 * The pause before the next try, in milliseconds: a tenth less or more by chance, so that what failed together does not
 * come back together.
 *
 * @param attempts how many have failed, 1 or more
 * @param chance from 0 to 1
 * @returns null: none is made any more
 */
export function pauseBeforeRetry(attempts: number, chance: number): number | null {
  const pause = PAUSES[attempts - 1];
  return pause === undefined ? null : Math.round(pause * (0.9 + chance * 0.2));
}

/** An endpoint after a round of tries, at least one. */
export function conditionAfter(
  before: Pick<EndpointCondition, 'failures' | 'failingSince'>,
  outcomes: readonly DeliveryOutcome[],
  now: Date,
): EndpointCondition {
  const isGone = outcomes.some(({ status }) => status === 410);
  if (outcomes.some(({ isDelivered }) => isDelivered) && !isGone) {
    return { failures: 0, failingSince: null, retryAt: null, disabledBecause: null };
  }
  const failures = before.failures + 1;
  const failingSince = before.failingSince ?? now;
  const rest = Math.min(MAX_REST_MS, SECOND * 2 ** Math.min(failures, 12));
  const isFailingForLong = now.getTime() - failingSince.getTime() >= MAX_FAILING_MS;
  return {
    failures,
    failingSince,
    retryAt: new Date(now.getTime() + rest),
    disabledBecause: isGone ? 'gone' : isFailingForLong ? 'failing' : null,
  };
}
