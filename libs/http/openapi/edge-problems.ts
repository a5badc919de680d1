import type { ErrorFactory } from '../errors/define-errors.js';
import { httpErrors } from '../errors/http-errors.js';
import type { ApiOperationObject } from './api-operation.js';

/** A problem by its status and its code. */
export interface DescribedProblem {
  readonly status: number;
  readonly code: string;
}

/** What the edge can answer to any request, before it knows the route or while the route works. */
const UNIVERSAL_PROBLEMS: readonly ErrorFactory[] = [
  httpErrors.requestTimeout,
  httpErrors.uriTooLong,
  httpErrors.expectationFailed,
  httpErrors.misdirectedRequest,
  httpErrors.tooManyRequests,
  httpErrors.headersTooLarge,
  httpErrors.internal,
  httpErrors.unavailable,
];

/** What the edge refuses on this route: by its body, its queries, its idempotency key and its weight. */
export function edgeProblems(operation: ApiOperationObject): DescribedProblem[] {
  const parameters = operation.parameters ?? [];
  const hasBody = operation.requestBody !== undefined;
  const isRead = hasBody || parameters.some((each) => each.in === 'query');
  const isIdempotent = parameters.some(({ name }) => name === 'Idempotency-Key');
  return [
    httpErrors.badRequest,
    ...(isRead ? [httpErrors.invalidRequest] : []),
    ...(hasBody ? [httpErrors.invalidBody, httpErrors.bodyTooLarge, httpErrors.unsupportedMediaType] : []),
    ...(isIdempotent
      ? [httpErrors.invalidIdempotencyKey, httpErrors.idempotencyInProgress, httpErrors.idempotencyKeyReused]
      : []),
    ...(operation['x-heavy'] === true ? [httpErrors.busy] : []),
    ...UNIVERSAL_PROBLEMS,
  ];
}
