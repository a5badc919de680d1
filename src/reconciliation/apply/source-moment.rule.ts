import type { SourceMoment } from '#users';

/** Clocks of Clerk and of ours may differ by that much. */
const SKEW_MS = 60_000;

/**
 * From when a state is that was just fetched. Clerk is the authority: what it says now also stands against a mirrored
 * state that calls itself newer, unless that is so young that it may have come after the question.
 *
 * @param askedAt when Clerk was asked, by our clock
 */
export function sourceMomentOfFetched(
  updatedAt: Date,
  mirroredUpdatedAt: Date | null,
  askedAt: Date,
): SourceMoment {
  const isOlderThanQuestion =
    mirroredUpdatedAt !== null &&
    mirroredUpdatedAt > updatedAt &&
    mirroredUpdatedAt.getTime() < askedAt.getTime() - SKEW_MS;
  return { updatedAt: isOlderThanQuestion ? mirroredUpdatedAt : updatedAt, eventAt: null };
}
