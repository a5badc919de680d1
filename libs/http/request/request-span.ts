import type { FastifyReply, FastifyRequest } from 'fastify';
import { type OpenSpan, parseTraceparent, startSpan } from '#libs/telemetry';
import { contextOfRequest } from './request-context.js';

/** What monitors ask for every few seconds: nobody looks at how long that took. */
const PROBES = /^\/(?:health\/|metrics$)/;

/**
 * Begins the span of a request, in the trace that its `traceparent` names. It is called after the pattern of the route, and
 * ends when the answer has left or the caller has hung up.
 */
export function spanOfRequest(request: FastifyRequest, reply: FastifyReply): OpenSpan | undefined {
  const { method } = request;
  const route = request.is404 ? undefined : request.routeOptions.url;
  if (route !== undefined && PROBES.test(route)) return undefined;
  const attributes = { 'http.request.method': method, ...(route !== undefined && { 'http.route': route }) };
  const name = route === undefined ? method : `${method} ${route}`;
  const span = startSpan(
    { name, kind: 'server', attributes },
    parseTraceparent(request.raw.headers.traceparent),
  );
  if (span?.isSampled === true)
    reply.raw.once('close', () => {
      endSpan(span, request, reply);
    });
  return span;
}

/** Of problems only those of this side are errors of the span: a refusal is an answer. */
function endSpan(span: OpenSpan, request: FastifyRequest, { raw, statusCode }: FastifyReply): void {
  if (!raw.writableFinished) {
    span.end('aborted');
    return;
  }
  const problemCode = contextOfRequest(request.raw)?.problemCode;
  span.set({
    'http.response.status_code': statusCode,
    ...(problemCode !== undefined && { 'problem.code': problemCode }),
  });
  span.end(statusCode < 500 ? undefined : (problemCode ?? String(statusCode)));
}
