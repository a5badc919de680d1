const FIRST_MS = 1_000;
const MAX_MS = 30 * 60 * 1000;
/** Tries before a delivery is given up; with the pauses below about six hours. */
export const MAX_ATTEMPTS = 20;

/**
 * The pause before the next try, in milliseconds: doubled each time up to half an hour, and between half of that and
 * all of it by chance, so that what failed together does not come back together.
 *
 * @param attempts how many tries have failed, 1 or more
 * @param chance from 0 to 1
 */
export function pauseAfter(attempts: number, chance: number): number {
  const whole = Math.min(MAX_MS, FIRST_MS * 2 ** (attempts - 1));
  return Math.round(whole / 2 + (whole / 2) * chance);
}
