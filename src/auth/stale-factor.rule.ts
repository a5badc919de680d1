const MINUTES = 10;

/**
 * Which factor has to be checked again, or null when the proof is fresh enough. The second factor counts where the
 * person has one, else the first; Clerk's "strict" preset is 10 minutes.
 *
 * @param factorAges the `fva` claim: minutes since each factor was checked, -1 for never; null: no such claim
 */
export function staleFactor(
  factorAges: readonly [number, number] | null,
  hasSecondFactor: boolean,
): 'first_factor' | 'second_factor' | null {
  const wantsSecond = hasSecondFactor || (factorAges !== null && factorAges[1] >= 0);
  const level = wantsSecond ? 'second_factor' : 'first_factor';
  if (factorAges === null) return level;
  const age = wantsSecond ? factorAges[1] : factorAges[0];
  return age >= 0 && age <= MINUTES ? null : level;
}
