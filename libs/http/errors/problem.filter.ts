import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { reportError } from '#libs/telemetry';
import { contextOfRequest } from '../request/request-context.js';
import type { AppError } from './app-error.js';
import { errorOfFault } from './error-of-fault.js';
import { PROBLEM_JSON, problemOf } from './problem.js';

const logger = new Logger('ProblemFilter');

/** Turns everything that is thrown into a problem document; unknown faults are told in the log only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(fault: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), fault);
  }
}

/** Answers a request with the problem of a fault. A response that has begun is cut instead. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, fault: unknown): void {
  const error = errorOfFault(fault);
  const context = contextOfRequest(request.raw);
  if (error.status >= 500) logFault(error, fault, request.id);
  // What passes by itself, a database or Clerk that is away, is no fault of the code.
  if (error.status === 500)
    reportError(fault, { name: `${request.method} ${context?.route ?? '(unknown path)'}`, code: error.code });
  if (context) context.problemCode = error.code;
  if (reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  if (reply.sent) return;
  void reply
    .status(error.status)
    .headers(challenge(error, request))
    .headers({ 'cache-control': 'no-store', ...error.headers })
    .header('content-type', PROBLEM_JSON)
    // As bytes: to a text Fastify would add a charset, which JSON media types do not have.
    .send(Buffer.from(JSON.stringify(problemOf(error, request.id))));
}

/** RFC 6750, section 3: a request without credentials gets the bare scheme, one with a token is told it is invalid. */
function challenge(error: AppError, request: FastifyRequest): Record<string, string> {
  if (error.status !== 401) return {};
  const hasToken = request.headers.authorization !== undefined;
  return { 'www-authenticate': hasToken ? 'Bearer error="invalid_token"' : 'Bearer' };
}

function logFault(error: AppError, fault: unknown, requestId: string): void {
  const entry = { msg: `Answered ${error.status} ${error.code}`, err: fault, requestId };
  if (error.status === 500) logger.error(entry);
  else logger.warn(entry);
}
