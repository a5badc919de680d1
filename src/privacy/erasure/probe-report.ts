/** What a look for leftovers searched, how, and what it found; nothing in it is personal. */
export interface ProbeReport {
  readonly tables: number;
  readonly columns: number;
  readonly rows: number;
  /** Files of the data folder. */
  readonly files: number;
  /** How many of each were searched for. */
  readonly searched: {
    readonly addresses: number;
    readonly clerkIds: number;
    /** Our id: in every column but those that keep it by an article. */
    readonly ownIds: number;
    /** First and last name next to each other, in either order. */
    readonly fullNames: number;
    /** One name alone, as a whole word. */
    readonly singleNames: number;
  };
  /** Where a single name stands that is somebody else's, or a thing's, as well: it tells nothing of this person. */
  readonly namesakes: readonly string[];
  /** Where something is left, as `schema.table.column` or `a file of the data folder`. */
  readonly hits: readonly string[];
}
