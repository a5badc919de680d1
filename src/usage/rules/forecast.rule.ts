/** Where a count that never falls within a month will stand at its end. */
export interface Forecast {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** The expected count at the end of each remaining day, and the band at the end of the last one. */
export interface Projection extends Forecast {
  readonly path: readonly number[];
}

const WINDOW = 7;
export const FEWEST_DAYS = 3;
/** 80 % of a normal distribution lie within. */
const Z_80 = 1.2816;

/**
 * Continues a cumulative count. In a month people come back, so each day adds fewer who were not counted yet: the pace
 * of the window's second half goes on to shrink as it did since the first half. An unbroken pace is the upper bound.
 *
 * @param counts the count at the end of each whole day so far, from the first of the month on
 * @param remaining days that are still to come, today among them
 * @param present the count now, which the day that runs may have raised already
 * @returns null while fewer than three whole days are known
 */
export function forecast(counts: readonly number[], remaining: number, present: number): Projection | null {
  if (counts.length < FEWEST_DAYS) return null;
  const increments = counts.map((count, index) => count - (counts[index - 1] ?? 0)).slice(-WINDOW);
  const half = Math.floor(increments.length / 2);
  const earlier = mean(increments.slice(0, half));
  const later = mean(increments.slice(-half));
  const gap = increments.length - half;
  const fading = earlier > 0 ? Math.min(1, (later / earlier) ** (1 / gap)) : 1;
  const scatter = Z_80 * deviation(increments, earlier, later, half) * Math.sqrt(remaining);

  const base = counts.at(-1) ?? 0;
  const path: number[] = [];
  let expected = base;
  for (let day = 1; day <= remaining; day += 1) {
    expected += later * fading ** day;
    path.push(Math.max(present, Math.round(expected)));
  }
  const end = path.at(-1) ?? Math.max(present, base);
  return {
    expected: end,
    low: Math.min(end, Math.max(present, base, Math.round(expected - scatter))),
    high: Math.max(end, Math.round(base + later * remaining + scatter)),
    path,
  };
}

/** The scatter of the increments around the mean of their own half, so that a steady fading is no scatter. */
function deviation(increments: readonly number[], earlier: number, later: number, half: number): number {
  const squares = increments.map((value, index) => (value - (index < half ? earlier : later)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / Math.max(1, increments.length - 1));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
