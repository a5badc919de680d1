import type { Kind } from '../kinds.js';

/** What the threshold goes by. */
export type ThresholdWord = 'too_many_removals' | 'empty_list' | 'incomplete_list' | 'everything_removed';

/** Why the safety threshold holds the removals of one kind. */
export interface ThresholdReason {
  readonly kind: Kind;
  readonly why: ThresholdWord;
  readonly removals: number;
  /** Rows of the kind here. */
  readonly here: number;
  /** What Clerk said there is, and what its list gave. */
  readonly told: number;
  readonly listed: number;
}
