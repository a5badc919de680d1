/**
 * The connection broke while a transaction was open on it, which has ended with it. Its code is PostgreSQL's for that
 * (`connection_failure`, class 08), so that it is told as a fault that passes.
 */
export class ConnectionLostError extends Error {
  readonly code = '08006';

  constructor(cause: unknown) {
    super('the connection broke while a transaction was open', { cause });
  }
}

/** What the ORM throws for a statement on a runner that it has given back, which it does of its own accord when the connection breaks. */
const RELEASED = new Set(['QueryRunnerAlreadyReleasedError', 'QueryRunnerProviderAlreadyReleasedError']);

/** Whether this is the ORM's word for a runner that was given back. */
export function isReleasedRunner(error: unknown): boolean {
  return error instanceof Error && RELEASED.has(error.name);
}
