/** Rows that a bite of a {@link CleanUp} takes at most, so that no lock is held for long. */
export const CLEAN_UP_ROWS = 5_000;

/** Rows of a module's own table that have served their time. */
export interface CleanUp {
  /** Deletes {@link CLEAN_UP_ROWS} at most of those whose time was over before the moment `$1`. */
  readonly sql: string;
  /** Milliseconds for which they are kept after that. */
  readonly keptMs: number;
}
