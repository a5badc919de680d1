import type { Day } from './calendar.rule.js';

export const ALERT_KINDS = ['reached_80_percent', 'reached_100_percent', 'forecast_above_limit'] as const;

/** A reason to look at the plan. */
export interface UsageAlert {
  readonly kind: (typeof ALERT_KINDS)[number];
  readonly limit: number;
  /** Retained users now, or expected at the end of the month. */
  readonly mru: number;
  /** When the limit was or will be crossed; null where that is not known. */
  readonly on: Day | null;
}

/** Which alerts hold. The forecast speaks only while the limit is not reached. */
export function alertsFor(state: {
  limit: number;
  mru: number;
  expected: number | null;
  limitDate: Day | null;
}): UsageAlert[] {
  const { limit, mru, expected } = state;
  const alerts: UsageAlert[] = [];
  // In whole numbers: 0.8 has no exact binary form.
  if (mru * 10 >= limit * 8) alerts.push({ kind: 'reached_80_percent', limit, mru, on: null });
  if (mru >= limit) alerts.push({ kind: 'reached_100_percent', limit, mru, on: state.limitDate });
  else if (expected !== null && expected > limit) {
    alerts.push({ kind: 'forecast_above_limit', limit, mru: expected, on: state.limitDate });
  }
  return alerts;
}
