/** One wrong field of a request. `field` is its path (`members[0].email`); the message never repeats the value. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What an {@link AppError} may carry beside its code and status. */
export interface AppErrorOptions {
  readonly errors?: readonly FieldError[];
  /** Response headers, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem document, where a client library expects them by name (RFC 9457, 3.2). */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** What went wrong underneath: for the log, never for the caller. */
  readonly cause?: unknown;
}

/**
 * An error that the caller may read: a stable machine `code`, an HTTP status and a sentence.
 * Everything else that is thrown becomes a fixed 500.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail?: string,
    options: AppErrorOptions = {},
  ) {
    super(detail ?? code, options.cause === undefined ? undefined : { cause: options.cause });
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }
}
