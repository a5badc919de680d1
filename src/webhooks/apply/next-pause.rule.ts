/** Longest that an acknowledgement may take, in milliseconds, before applying gives way to it. */
const CALM_MS = 25;
const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 250;

/**
 * What each priority waits before it applies the next event, in milliseconds. A slow acknowledgement doubles it at once, a
 * quick one takes a tenth of it away: as with a congested line, what gives way does so fast and comes back carefully.
 *
 * @param acknowledgedMs how long the slowest delivery of a group waited to be committed
 */
export function nextPause(pauseMs: number, acknowledgedMs: number): number {
  if (acknowledgedMs > CALM_MS) return Math.min(MAX_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 2));
  const shorter = pauseMs * 0.9;
  return shorter < 1 ? 0 : shorter;
}
