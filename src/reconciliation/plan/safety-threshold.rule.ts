import type { Kind } from '../kinds.js';
import type { ThresholdReason, ThresholdWord } from '../records/threshold-reason.js';

/** Removals of one kind above which somebody is asked. */
export const MAX_REMOVALS = 50;
export const MAX_REMOVED_SHARE = 0.05;
/** In a small instance a single removal is more than 5 %; so few are let through. */
export const FEW_REMOVALS = 3;

/** What planning one kind has shown. */
export interface KindFigures {
  readonly kind: Kind;
  readonly removals: number;
  readonly here: number;
  readonly told: number;
  /** Different objects that the list gave; null where not everything was listed. */
  readonly listed: number | null;
}

/**
 * Why a plan must not be applied without somebody's word: an empty list is more likely a fault than an empty Clerk, a
 * list that gives less than it says there is cannot be believed, and neither can a mass of removals.
 */
export function safetyThresholdOn(figures: KindFigures): ThresholdReason | null {
  const { kind, removals, here, told, listed } = figures;
  const reason = (why: ThresholdWord): ThresholdReason => ({
    kind,
    why,
    removals,
    here,
    told,
    listed: listed ?? told,
  });
  if (listed === 0 && here > 0 && kind !== 'invitation') return reason('empty_list');
  if (listed !== null && listed < told) return reason('incomplete_list');
  if (removals > MAX_REMOVALS) return reason('too_many_removals');
  if (removals > Math.max(FEW_REMOVALS, here * MAX_REMOVED_SHARE)) return reason('too_many_removals');
  const mayBeNone = kind === 'invitation' || kind === 'role';
  if (removals === here && here > 1 && !mayBeNone) return reason('everything_removed');
  return null;
}
