import type { RunContext } from './periodic-job.js';

/**
 * Repeats work that takes some rows at a time until it finds fewer than it would take, so that no lock is held for long.
 * Each bite is a transaction of the run; the end of the run's signal ends it between two of them.
 *
 * @param atOnce how many rows a bite takes at most
 * @param bite does one, and tells how many rows it found
 * @returns how many rows there were
 */
export async function inBites(
  { commit, signal }: Pick<RunContext, 'commit' | 'signal'>,
  atOnce: number,
  bite: () => Promise<number>,
): Promise<number> {
  let total = 0;
  for (let found = atOnce; found === atOnce && !signal.aborted; total += found) found = await commit(bite);
  return total;
}
