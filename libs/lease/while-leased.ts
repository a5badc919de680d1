/** The right of one process to a piece of work: a row that runs out unless it is renewed, by the clock of the database. */
export interface Lease {
  /** Milliseconds after which a process that is not heard of has lost it. */
  readonly lengthMs: number;
  /** Runs work in a transaction. */
  readonly transaction: <T>(work: () => Promise<T>) => Promise<T>;
  /** In the open transaction. @returns false when it has run out: another process may have it by now */
  readonly renew: () => Promise<boolean>;
  /** In the open transaction, and until that ends: nobody else takes it before the commit. */
  readonly isHeld: () => Promise<boolean>;
  /** What ends the work whose lease is lost. */
  readonly lost: () => Error;
  /** The database did not answer; the next renewal may succeed, and if none does the lease runs out. */
  readonly onFailedRenewal: (error: unknown) => void;
}

/** How long leased work may take. */
export interface TimeLimit {
  readonly afterMs: number;
  /** What ends the work that takes longer. */
  readonly error: () => Error;
}

/** What leased work knows. */
export interface LeasedWork {
  /** Ends, with what was given for it, when the lease is lost or the time is over. */
  readonly signal: AbortSignal;
  /**
   * Runs work in a transaction that commits only while the lease is held: a process that was paused and overtaken is
   * refused, however late it wakes up.
   *
   * @throws the error of a lost lease
   */
  readonly commit: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Keeps a lease that was taken for as long as work goes on: renews it three times within its length, and tells the work
 * to end when that is too late. Work that does not listen goes on, and can commit nothing. To give the lease back is the
 * work's own affair.
 */
export async function whileLeased<T>(
  lease: Lease,
  limit: TimeLimit,
  work: (leased: LeasedWork) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const renew = async (): Promise<void> => {
    try {
      if (!(await lease.transaction(lease.renew))) ending.abort(lease.lost());
    } catch (error) {
      lease.onFailedRenewal(error);
    }
  };
  const renewal = setInterval(() => void renew(), lease.lengthMs / 3);
  const deadline = setTimeout(() => {
    ending.abort(limit.error());
  }, limit.afterMs);
  try {
    return await work({
      signal: ending.signal,
      commit: (step) =>
        lease.transaction(async () => {
          if (!(await lease.isHeld())) throw lease.lost();
          return step();
        }),
    });
  } finally {
    clearInterval(renewal);
    clearTimeout(deadline);
  }
}
