/** What one statement counted along a key. */
export interface CountedStretch {
  readonly count: number;
  /** The last key that was looked at, counted or not; null: there was none left. */
  readonly last: string | null;
}

/** So many rows are looked at by one statement: a fraction of a second, also where each leads to two others. */
const AT_ONCE = 20_000;

/**
 * Counts rows of a table of any length by statements that are each short: one for all of a million people with what they
 * lean on runs into the time limit of the database once other work lies beside it.
 *
 * @param stretch counts behind a key, among so many rows in its order
 */
export async function countInStretches(
  stretch: (after: string, limit: number) => Promise<CountedStretch>,
  atOnce = AT_ONCE,
): Promise<number> {
  let sum = 0;
  for (let after: string | null = ''; after !== null;) {
    const { count, last }: CountedStretch = await stretch(after, atOnce);
    sum += count;
    after = last;
  }
  return sum;
}
