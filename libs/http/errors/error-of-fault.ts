import { HttpException } from '@nestjs/common';
import { AppError } from './app-error.js';
import { httpErrorOf, httpErrors } from './http-errors.js';
import { errorOfPostgresFault } from './postgres-faults.js';

/** Fastify's codes whose status says too little or too much. */
const FASTIFY_ERRORS: Readonly<Record<string, (cause: unknown) => AppError>> = {
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: (cause) =>
    httpErrors.badRequest({ detail: 'Content-Length does not match the body.', cause }),
  FST_ERR_BAD_URL: (cause) =>
    httpErrors.badRequest({ detail: 'The address is not properly encoded.', cause }),
  // A path id that is longer than any id is a miss like any other.
  FST_ERR_MAX_PARAM_LENGTH: (cause) => httpErrors.notFound({ cause }),
  FST_ERR_HANDLER_TIMEOUT: (cause) => httpErrors.unavailable({ headers: { 'retry-after': '5' }, cause }),
};

/**
 * What the caller reads of anything that was thrown. Texts of frameworks and drivers are never passed on: they repeat
 * input, paths and SQL.
 */
export function errorOfFault(fault: unknown): AppError {
  if (fault instanceof AppError) return fault;
  if (fault instanceof HttpException) return httpErrorOf(fault.getStatus())({ cause: fault });
  return errorOfFastifyFault(fault) ?? errorOfPostgresFault(fault) ?? httpErrors.internal({ cause: fault });
}

function errorOfFastifyFault(fault: unknown): AppError | undefined {
  if (!(fault instanceof Error)) return undefined;
  const { code, statusCode } = fault as { code?: unknown; statusCode?: unknown };
  if (typeof code === 'string' && code in FASTIFY_ERRORS) return FASTIFY_ERRORS[code]?.(fault);
  // Node's own error when the caller hangs up in the middle of a body; Fastify adds the status.
  const isOfTheEdge = (typeof code === 'string' && code.startsWith('FST_')) || fault.message === 'aborted';
  if (!isOfTheEdge || typeof statusCode !== 'number' || statusCode < 400 || statusCode >= 500)
    return undefined;
  return httpErrorOf(statusCode)({ cause: fault });
}
