import type { AppError, FieldError } from './app-error.js';

/** The media type of RFC 9457. */
export const PROBLEM_JSON = 'application/problem+json';

/** The body of every error answer (RFC 9457, with `code`, `requestId` and the wrong fields). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly FieldError[];
}

/** The problem document of an error. Title and type depend on the code alone, as RFC 9457 asks. */
export function problemOf(error: AppError, requestId: string): Problem {
  const title = error.code.replaceAll('_', ' ');
  return {
    ...error.extensions,
    type: `urn:problem-type:${error.code}`,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    status: error.status,
    code: error.code,
    detail: error.detail ?? title,
    requestId,
    ...(error.errors && error.errors.length > 0 ? { errors: error.errors } : {}),
  };
}
