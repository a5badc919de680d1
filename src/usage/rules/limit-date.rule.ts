import { addDays, addMonths, type Day, type Month } from './calendar.rule.js';

/**
 * The first day at whose end a count lies above the limit: of the days that were, or of those that are expected.
 *
 * @param past the counts of the days so far
 * @param path the expected counts of the days after `lastWholeDay`
 */
export function limitDate(
  limit: number,
  past: readonly { readonly date: Day; readonly count: number }[],
  lastWholeDay: Day,
  path: readonly number[],
): Day | null {
  const reached = past.find(({ count }) => count > limit);
  if (reached !== undefined) return reached.date;
  const ahead = path.findIndex((count) => count > limit);
  return ahead === -1 ? null : addDays(lastWholeDay, ahead + 1);
}

const FEWEST_MONTHS = 3;
const FARTHEST_MONTHS = 36;

/**
 * The first month whose count would lie above the limit if the mean growth of the known months went on.
 *
 * @param counts of consecutive months that end with `last`
 * @returns null with fewer than three months, without growth, or when it is more than three years away
 */
export function outgrownIn(limit: number, counts: readonly number[], last: Month): Month | null {
  const present = counts.at(-1);
  const first = counts[0];
  if (present === undefined || first === undefined || counts.length < FEWEST_MONTHS) return null;
  if (present > limit) return last;
  const growth = (present - first) / (counts.length - 1);
  if (growth <= 0) return null;
  const months = Math.floor((limit - present) / growth) + 1;
  return months > FARTHEST_MONTHS ? null : addMonths(last, months);
}
