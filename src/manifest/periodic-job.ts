/** What a run of a periodic job knows about itself. */
export interface RunContext {
  /** The minute that the run is for; the same on every replica. */
  readonly slot: Date;
  /** When the last run that succeeded began; null for the first one. */
  readonly lastSuccessAt: Date | null;
  /** Ends when the run took too long, lost its lease or the process stops; a long job looks at it between steps. */
  readonly signal: AbortSignal;
  /**
   * Runs work in a transaction that commits only while this run is still the one in charge: a replica that was paused
   * and overtaken is refused, however late it wakes up.
   *
   * @throws RunLostError
   */
  readonly commit: <T>(work: () => Promise<T>) => Promise<T>;
  /**
   * As {@link commit}, for the last piece of work: the success of the run is part of the same transaction, so that a
   * replica that dies right behind it does not have the work done twice. A job whose whole effect is one transaction
   * uses this; one that does not must bear being repeated.
   *
   * @throws RunLostError
   */
  readonly conclude: <T extends RunResult>(work: () => Promise<T>) => Promise<T>;
}

/** Numbers and words for the record of a run; nothing personal. */
export type RunResult = Readonly<Record<string, string | number | boolean | null>>;

/** Something that is done again and again, once for the whole cluster; its handler stands in the module's runtime. */
export interface PeriodicJobDeclaration {
  /** `<module>.<what it does>`; unique in the service. */
  readonly name: string;
  /** Five fields of cron, in UTC. */
  readonly cron: string;
  /** A run that takes longer is ended and counts as failed. */
  readonly timeoutSeconds: number;
  /** What it means when no run succeeds for a while, in a sentence for whoever is woken up by it. */
  readonly miss: string;
}

export type PeriodicJobHandler = (context: RunContext) => Promise<RunResult>;
