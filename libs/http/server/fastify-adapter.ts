import type { IncomingMessage } from 'node:http';
import cors from '@fastify/cors';
import { answerNotModified } from '../preconditions/not-modified.js';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { canonicalJsonOfInput } from '#libs/json';
import { type OpenSpan, withSpan } from '#libs/telemetry';
import type { AppError } from '../errors/app-error.js';
import { httpErrors } from '../errors/http-errors.js';
import { sendProblem } from '../errors/problem.filter.js';
import type { HttpSettings } from '../http-settings.js';
import { logRequests } from '../logging/log-requests.js';
import {
  bindRequestContext,
  contextOfRequest,
  runInRequestContext,
  type RequestContext,
} from '../request/request-context.js';
import { requestIdOf } from '../request/request-id.js';
import { spanOfRequest } from '../request/request-span.js';
import { answerBrokenRequest } from './broken-request.js';
import { corsOptions } from './cors.js';
import { hostRefusal } from './host-refusal.js';
import { wantsFormBody } from './form-body.js';
import { headerRefusal } from './header-refusal.js';
import { pathRefusal } from './path-refusal.js';
import { parseJsonBody } from './json-body.js';
import { BODY_LIMIT, RAW_BODY_LIMIT, wantsRawBody } from './raw-body.js';
import { atRoot } from './at-root.js';
import { securityHeaders } from './security-headers.js';
import { RouteTable } from './route-table.js';

/** Milliseconds. Fastify's own request time-out is off, and an idle socket would live for ever. */
export const TIMEOUTS = { request: 15_000, connection: 30_000, keepAlive: 72_000 } as const;

const SAFE_PARAM = /^[A-Za-z0-9_:.-]{1,64}$/;

/** Keeps Nest from putting its own lenient body parsers beside ours. */
class StrictFastifyAdapter extends FastifyAdapter {
  override registerParserMiddleware(): void {
    // The parsers are set in createFastifyAdapter.
  }
}

/**
 * The HTTP server with every limit spelled out: time-outs, body sizes, one strict JSON parser, a trusted-proxy list, a
 * request id and context on each request. Problems that arise before Nest sees a request are answered here.
 */
export function createFastifyAdapter(settings: HttpSettings): FastifyAdapter {
  const adapter = new StrictFastifyAdapter({
    requestTimeout: TIMEOUTS.request,
    connectionTimeout: TIMEOUTS.connection,
    keepAliveTimeout: TIMEOUTS.keepAlive,
    http: {
      headersTimeout: 10_000,
      maxHeaderSize: 16 * 1024,
      connectionsCheckingInterval: 1_000,
      requireHostHeader: false,
    },
    bodyLimit: BODY_LIMIT,
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    requestIdHeader: false,
    genReqId: (raw: IncomingMessage) => requestIdOf(raw.headers['x-request-id']),
    return503OnClosing: false,
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      maxParamLength: 128,
    },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerUnroutable,
  });
  const fastify: FastifyInstance = adapter.getInstance();
  logRequests(fastify, settings.logLevel);
  answerUnknownExpectations(fastify);
  setBodyParser(fastify);
  setRequestHooks(fastify, settings);
  return adapter;
}

/** Node answers an unknown `Expect` and a missing `Host` with an empty body; here they are requests like others. */
function answerUnknownExpectations({ server }: FastifyInstance): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

function setBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (wantsRawBody(request.routeOptions.config)) {
      done(null, bytes);
      return;
    }
    try {
      done(null, parseJsonBody(bytes));
    } catch (error) {
      done(error as Error);
    }
  });
}

function setRequestHooks(fastify: FastifyInstance, settings: HttpSettings): void {
  const routes = new RouteTable();
  fastify.addHook('onRoute', (route) => {
    routes.add(route.method, route.url);
    if (wantsRawBody(route.config)) route.bodyLimit = RAW_BODY_LIMIT;
  });
  const headers = securityHeaders(settings);
  void fastify.register(
    atRoot((instance) => {
      addRequestHooks(instance, routes, headers, settings.allowedHosts);
    }),
  );
  // Not by Nest's enableCors, which writes each of these headers a second time for middleware that this service has not.
  void fastify.register(cors, corsOptions(settings));
}

function addRequestHooks(
  fastify: FastifyInstance,
  routes: RouteTable,
  headers: Readonly<Record<string, string>>,
  allowedHosts: readonly string[] | undefined,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    bindRequestContext(request.raw, new FastifyRequestContext(request, spanOfRequest(request, reply)));
    void reply.headers(headers).header('x-request-id', request.id);
    done(hostRefusal(request.raw, allowedHosts) ?? refusalOf(request, routes));
  });
  answerNotModified(fastify);
  // Not earlier: what is answered from here on is what does asynchronous work.
  fastify.addHook('preParsing', (request, _reply, _payload, done) => {
    const context = contextOfRequest(request.raw);
    if (context)
      runInRequestContext(context, () => {
        withSpan(context.span, done);
      });
    else done();
  });
}

/** Only what must be read while the socket is there is read at once; the rest is for the few who ask. */
class FastifyRequestContext implements RequestContext {
  readonly requestId: string;
  readonly address: string;
  readonly method: string;
  callerId?: string;
  problemCode?: string;

  constructor(
    private readonly request: FastifyRequest,
    readonly span: OpenSpan | undefined,
  ) {
    this.requestId = request.id;
    this.address = request.ip;
    this.method = request.method;
  }

  get userAgent(): string | undefined {
    return this.request.headers['user-agent']?.slice(0, 300);
  }

  get route(): string | undefined {
    return this.request.is404 ? undefined : this.request.routeOptions.url;
  }

  get list(): string {
    const query = Object.entries((this.request.query ?? {}) as Record<string, unknown>);
    const filter = Object.fromEntries(query.filter(([name]) => name !== 'cursor' && name !== 'limit'));
    return canonicalJsonOfInput({ route: this.route ?? null, params: this.request.params, filter });
  }

  get params(): Record<string, string> {
    const params = Object.entries((this.request.params ?? {}) as Record<string, string>);
    return Object.fromEntries(params.filter(([name, value]) => name !== '*' && SAFE_PARAM.test(value)));
  }
}

/** Why a request is not even looked at; a callback hook must hand its error on, not throw it. */
function refusalOf(request: FastifyRequest, routes: RouteTable): AppError | undefined {
  const refusal =
    headerRefusal(request.raw, wantsFormBody(request.routeOptions.config)) ?? pathRefusal(request.url);
  if (refusal || !request.is404 || request.method === 'OPTIONS') return refusal;
  const methods = routes.methodsOf(request.url.split('?', 1)[0] ?? '');
  if (methods.length === 0) return undefined;
  return httpErrors.methodNotAllowed({ headers: { allow: methods.join(', ') } });
}

/** The router gives up on a broken or over-long address before any hook runs. */
function answerUnroutable(error: FastifyError, request: unknown, reply: unknown): void {
  const [ours, answer] = [request as FastifyRequest, reply as FastifyReply];
  void answer.headers({ 'x-request-id': ours.id, 'x-content-type-options': 'nosniff' });
  sendProblem(ours, answer, error);
}
