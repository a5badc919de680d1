/** Why Clerk could not be asked; also the outcome under which a try is counted. */
export type UnavailableReason =
  /** No whole answer within the deadline. */
  | 'timeout'
  /** No connection, or one that broke; what was asked may have happened. */
  | 'connection'
  | 'rate_limited'
  | 'server_error'
  /** A 2xx answer that is no JSON: what a proxy says while Clerk is away. */
  | 'unreadable'
  /** A list that changed under each walk over it. */
  | 'incomplete_list'
  /** Nothing was sent: its breaker is open. */
  | 'circuit_open'
  /** Nothing was sent: Clerk asked for a longer pause than this caller can wait. */
  | 'asked_to_wait'
  /** Nothing was sent: the turn within Clerk's limits would come too late. */
  | 'paced'
  /** Nothing was sent: all connections are taken. */
  | 'busy';

/** Clerk cannot be asked now: no answer in time, no connection, 429 or 5xx. Asking again later may help. */
export class ClerkUnavailableError extends Error {
  readonly reason: UnavailableReason;
  /** Whether what was asked may have been done all the same: a change was sent, and no whole answer came back. */
  mayHaveHappened: boolean;
  /** Whether it is a limit on this one object that was met, and not Clerk that has trouble. */
  readonly isLimit: boolean;

  constructor(
    /** Method and path pattern, without ids. */
    readonly operation: string,
    /** Whole seconds after which asking again may help, when Clerk or our own pacing says so; at most an hour. */
    readonly retryAfterSeconds: number | null,
    {
      reason = 'connection',
      mayHaveHappened = false,
      isLimit = false,
      ...options
    }: ErrorOptions & { reason?: UnavailableReason; mayHaveHappened?: boolean; isLimit?: boolean } = {},
  ) {
    super(`Clerk did not answer ${operation} (${reason})`, options);
    this.reason = reason;
    this.mayHaveHappened = mayHaveHappened;
    this.isLimit = isLimit;
  }
}

/** Nothing was sent, since the tries before failed one after the other: whoever waits shall not wait in vain. */
export class ClerkCircuitOpenError extends ClerkUnavailableError {
  constructor(operation: string, retryAfterSeconds: number) {
    super(operation, retryAfterSeconds, { reason: 'circuit_open' });
  }
}

/** A list changed during every walk over it, or Clerk gave fewer objects than it counts: nothing may follow from it. */
export class IncompleteListError extends ClerkUnavailableError {
  constructor(operation: string) {
    super(operation, null, { reason: 'incomplete_list' });
  }
}

/** Clerk understood and said no; asking again the same way never helps. */
export class ClerkRefusedError extends Error {
  constructor(
    readonly operation: string,
    readonly status: number,
    /** Clerk's codes, e.g. `resource_not_found`. */
    readonly codes: readonly string[],
  ) {
    super(`Clerk refused ${operation} with ${status} (${codes.join(', ') || 'no code'})`);
  }

  has(code: string): boolean {
    return this.codes.includes(code);
  }
}

/** An answer or payload that is not what Clerk documents; it is never applied. The message names the field only. */
export class ClerkSchemaError extends Error {}
