/** How far a run is, for whoever watches it. */
export interface RunProgress {
  /** What is being done, e.g. `reading user`. */
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

/** What planning and applying need of the process that carries a run. */
export interface ReconciliationContext {
  /** Ends when the lease is lost, the time is over or the process stops; looked at between steps. */
  readonly signal: AbortSignal;
  /**
   * Runs work in a transaction that commits only while this process holds the lease.
   *
   * @throws LeaseLostError
   */
  readonly commit: <T>(work: () => Promise<T>) => Promise<T>;
  readonly report: (progress: RunProgress) => void;
}

/** The last step of a run: writes its end down, in the transaction that also tells of it and gives the lease back. */
export type RunEnding = () => Promise<void>;
