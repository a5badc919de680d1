/** Clerk cannot be asked now: no answer in time, no connection, 429 or 5xx. Asking again later may help. */
export class ClerkUnavailableError extends Error {
  constructor(
    /** Method and path pattern, without ids. */
    readonly operation: string,
    /** Seconds that Clerk asked us to wait, when it said so. */
    readonly retryAfterSeconds: number | null,
    options?: ErrorOptions,
  ) {
    super(`Clerk did not answer ${operation}`, options);
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
