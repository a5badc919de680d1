import { defineErrors, type ErrorFactory } from './define-errors.js';

/** The errors that any module may need. A module's own rules belong in its own catalogue. */
export const httpErrors = defineErrors({
  badRequest: { code: 'bad_request', status: 400, detail: 'The request could not be understood.' },
  invalidBody: {
    code: 'invalid_body',
    status: 400,
    detail: 'The body is not the JSON that is expected here.',
  },
  invalidRequest: { code: 'invalid_request', status: 400, detail: 'Some fields are not as expected.' },
  invalidCursor: {
    code: 'invalid_cursor',
    status: 400,
    detail: 'The cursor does not belong to this list. Start again without one.',
  },
  invalidPrecondition: {
    code: 'invalid_precondition',
    status: 400,
    detail:
      'If-Match takes ETags of this resource, as they were given in answers, separated by commas, or *.',
  },
  invalidIdempotencyKey: {
    code: 'invalid_idempotency_key',
    status: 400,
    detail: 'Idempotency-Key takes 1 to 255 visible ASCII characters.',
  },
  unauthenticated: { code: 'unauthenticated', status: 401, detail: 'A valid session token is needed.' },
  forbidden: { code: 'forbidden', status: 403, detail: 'You may not do this here.' },
  /** The same for what is not there and for what the caller may not know of. */
  notFound: { code: 'not_found', status: 404, detail: 'There is nothing here for you.' },
  methodNotAllowed: { code: 'method_not_allowed', status: 405, detail: 'This method is not offered here.' },
  notAcceptable: { code: 'not_acceptable', status: 406, detail: 'The answer exists only as JSON.' },
  requestTimeout: { code: 'request_timeout', status: 408, detail: 'The request took too long to arrive.' },
  conflict: { code: 'conflict', status: 409, detail: 'The request contradicts the present state.' },
  idempotencyInProgress: {
    code: 'idempotency_in_progress',
    status: 409,
    detail: 'A request with this Idempotency-Key is still running. Ask again shortly.',
  },
  gone: { code: 'gone', status: 410, detail: 'This is no longer available.' },
  staleVersion: {
    code: 'stale_version',
    status: 412,
    detail: 'Somebody changed this in the meantime. Read it again and repeat the change.',
  },
  bodyTooLarge: { code: 'body_too_large', status: 413, detail: 'The body is too large.' },
  uriTooLong: { code: 'uri_too_long', status: 414, detail: 'The address is too long.' },
  unsupportedMediaType: {
    code: 'unsupported_media_type',
    status: 415,
    detail: 'Bodies are taken as application/json in UTF-8, without a content encoding.',
  },
  expectationFailed: {
    code: 'expectation_failed',
    status: 417,
    detail: 'The header Expect takes 100-continue only.',
  },
  misdirectedRequest: {
    code: 'misdirected_request',
    status: 421,
    detail: 'The host that the request names is not served here.',
  },
  unprocessable: {
    code: 'unprocessable',
    status: 422,
    detail: 'The request is well formed but cannot be done.',
  },
  idempotencyKeyReused: {
    code: 'idempotency_key_reused',
    status: 422,
    detail: 'This Idempotency-Key was used with another body. Use a new key.',
  },
  tooManyRequests: { code: 'too_many_requests', status: 429, detail: 'Too many requests. Slow down.' },
  headersTooLarge: { code: 'headers_too_large', status: 431, detail: 'The headers are too large.' },
  internal: {
    code: 'internal_error',
    status: 500,
    detail: 'Something went wrong here. The request id helps to find out what.',
  },
  busy: {
    code: 'busy',
    status: 503,
    detail: 'Many large answers are being made at the moment. Try again shortly.',
  },
  unavailable: {
    code: 'unavailable',
    status: 503,
    detail: 'The service is busy or restarting. Try again shortly.',
  },
});

const byStatus = new Map<number, ErrorFactory>(
  [
    httpErrors.badRequest,
    httpErrors.unauthenticated,
    httpErrors.forbidden,
    httpErrors.notFound,
    httpErrors.methodNotAllowed,
    httpErrors.notAcceptable,
    httpErrors.requestTimeout,
    httpErrors.conflict,
    httpErrors.gone,
    httpErrors.staleVersion,
    httpErrors.bodyTooLarge,
    httpErrors.uriTooLong,
    httpErrors.unsupportedMediaType,
    httpErrors.expectationFailed,
    httpErrors.misdirectedRequest,
    httpErrors.unprocessable,
    httpErrors.tooManyRequests,
    httpErrors.headersTooLarge,
    httpErrors.unavailable,
  ].map((factory) => [factory.status, factory]),
);

/** The general error of a status; any other 4xx is a bad request, any other 5xx internal. */
export function httpErrorOf(status: number): ErrorFactory {
  return (
    byStatus.get(status) ?? (status >= 400 && status < 500 ? httpErrors.badRequest : httpErrors.internal)
  );
}
