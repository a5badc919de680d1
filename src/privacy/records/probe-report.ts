import type { PossibleKind } from '../identity/recognition.rule.js';

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
    /** First and last name next to each other, in either order; with names borne before. */
    readonly fullNames: number;
    /** One name alone, as a whole word. */
    readonly singleNames: number;
    /** In certificates from before 2026-11-27 these three are missing: they were not searched for then. */
    readonly phones?: number;
    readonly externalIds?: number;
    readonly userNames?: number;
  };
  /** In old certificates only: where a name stood that somebody else had too. */
  readonly namesakes?: readonly string[];
  /** Where something is left that can be nobody else's, as `schema.table.column` or `1 files of the data folder`. */
  readonly hits: readonly string[];
}

/** A text in which this person may be meant, or somebody else; staff decide. */
export interface PossibleFind {
  /** `schema.table.column` */
  readonly place: string;
  /** The key of the row. */
  readonly rowKey: string;
  /** The way into the column's JSON; empty for a text. */
  readonly path: readonly string[];
  readonly text: string;
  readonly spans: readonly (readonly [start: number, length: number])[];
  readonly kind: PossibleKind;
}
