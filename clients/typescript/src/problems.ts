import type { components } from './api-types.js';

/** What a problem of the service is called: decide by it, and by nothing else. */
export type ProblemCode = components['schemas']['ProblemCode'];
type ProblemBody = components['schemas']['Problem'];
type FieldError = NonNullable<ProblemBody['errors']>[number];

/** An answer that is no success. `code` says what went wrong, the class of what kind it is. */
export class ProblemError extends Error {
  override readonly name: string = 'ProblemError';
  readonly status: number;
  readonly code: ProblemCode;
  /** Quote it when asking for help. */
  readonly requestId: string;
  /** The fields that are wrong. */
  readonly errors: readonly FieldError[];
  /** Further members of the problem document. */
  readonly body: Readonly<ProblemBody>;
  /** Seconds to wait before the same request may be sent again, where the answer says so. */
  readonly retryAfterSeconds: number | null;

  constructor(body: ProblemBody, response: Response) {
    super(body.detail);
    this.status = response.status;
    this.code = body.code;
    this.requestId = body.requestId;
    this.errors = body.errors ?? [];
    this.body = body;
    this.retryAfterSeconds = retryAfterOf(response);
  }
}

/** The request is not as it has to be: 400, 413, 415 and 422; `errors` names the fields. */
export class InvalidRequestError extends ProblemError {
  override readonly name = 'InvalidRequestError';
}
/** There is no token, or it is not valid any more: 401. */
export class UnauthenticatedError extends ProblemError {
  override readonly name = 'UnauthenticatedError';
}
/** The caller may not do this: 403. */
export class ForbiddenError extends ProblemError {
  override readonly name: string = 'ForbiddenError';
}
/** The caller has to prove again who they are: 403 `reverification_required`. */
export class ReverificationRequiredError extends ForbiddenError {
  override readonly name = 'ReverificationRequiredError';
}
/** There is nothing, or nothing that the caller may know of: 404 and 410. */
export class NotFoundError extends ProblemError {
  override readonly name = 'NotFoundError';
}
/** The request contradicts the present state: 409. */
export class ConflictError extends ProblemError {
  override readonly name = 'ConflictError';
}
/** Somebody changed it since it was read: 412. */
export class StaleVersionError extends ProblemError {
  override readonly name = 'StaleVersionError';
}
/** Too many requests: 429. */
export class TooManyRequestsError extends ProblemError {
  override readonly name = 'TooManyRequestsError';
}
/** The service cannot answer now: any 5xx. */
export class UnavailableError extends ProblemError {
  override readonly name = 'UnavailableError';
}

const BY_STATUS: Readonly<Record<number, typeof ProblemError>> = {
  400: InvalidRequestError,
  401: UnauthenticatedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  410: NotFoundError,
  412: StaleVersionError,
  413: InvalidRequestError,
  415: InvalidRequestError,
  422: InvalidRequestError,
  429: TooManyRequestsError,
};

/** Whether an error is this problem: `if (isProblem(error, 'slug_taken')) …` */
export function isProblem(error: unknown, ...codes: ProblemCode[]): error is ProblemError {
  return error instanceof ProblemError && (codes.length === 0 || codes.includes(error.code));
}

/** The error of an answer; one that is no problem document comes from something before the service. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body = await bodyOf(response);
  const known = BY_STATUS[response.status] ?? (response.status >= 500 ? UnavailableError : ProblemError);
  const kind = body.code === 'reverification_required' ? ReverificationRequiredError : known;
  return new kind(body, response);
}

/** Seconds; a date, which `Retry-After` may hold too, is counted from now. */
export function retryAfterOf({ headers }: Response): number | null {
  const text = headers.get('retry-after');
  if (text === null) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

async function bodyOf(response: Response): Promise<ProblemBody> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as ProblemBody | null;
    if (typeof body?.code === 'string') return body;
  } catch {
    // Told below.
  }
  const { status } = response;
  const detail = `The answer ${String(status)} is no problem document.`;
  const requestId = response.headers.get('x-request-id') ?? '';
  return { type: 'about:blank', title: '', status, code: 'internal_error', detail, requestId };
}
