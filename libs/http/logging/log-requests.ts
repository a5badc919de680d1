import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { HttpSettings } from '../http-settings.js';
import { traceFields } from './trace-fields.js';
import { contextOfRequest } from '../request/request-context.js';

const logger = new Logger('Request');

/** Levels at which an answered request is told. */
const TELLING: ReadonlySet<string> = new Set(['info', 'debug', 'trace']);

/**
 * Writes one line per answered request: pattern of the route and ids, never the address as it was sent. Health probes
 * come every few seconds and are told at debug level.
 */
export function logRequests(fastify: FastifyInstance, level: HttpSettings['logLevel']): void {
  if (!TELLING.has(level)) return;
  fastify.addHook('onResponse', (request, reply, done) => {
    const context = contextOfRequest(request.raw);
    const entry = {
      msg: `${request.method} ${context?.route ?? '(unknown path)'} ${reply.statusCode}`,
      requestId: request.id,
      ...traceFields(context?.span),
      method: request.method,
      route: context?.route ?? null,
      params: context?.params ?? {},
      status: reply.statusCode,
      ...(context?.problemCode === undefined ? {} : { code: context.problemCode }),
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (context?.route?.startsWith('/health/')) logger.debug(entry);
    else logger.log(entry);
    done();
  });
}
