/** What went wrong, for a caller that wants to tell cases apart; the message is written for the person at the terminal. */
export type LocalPostgresFault =
  | 'unsupported_platform'
  | 'not_installed'
  | 'directory_not_writable'
  | 'directory_in_use'
  | 'directory_of_another_user'
  | 'other_version'
  | 'port_taken'
  | 'port_not_allowed'
  | 'no_system_user'
  | 'start_failed';

/** A start that cannot succeed as things are. The message is one sentence or two: what is wrong and what to do. */
export class LocalPostgresError extends Error {
  override readonly name = 'LocalPostgresError';

  constructor(
    readonly fault: LocalPostgresFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The code of a Node system error (`EACCES`, `EADDRINUSE`), or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  // Not by `instanceof`: inside a test runner's context Node's own errors are of another realm.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
