import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Answer, type Call, type Method, type Operation } from './call.js';
import { ClerkError, clerkError } from './clerk-error.js';
import { Fields } from './fields.js';
import { Query } from './query.js';

const BODY_LIMIT_BYTES = 12 * 1024 * 1024;

/** An empty server that reads JSON, forms and files and answers as Clerk does. */
export function createHttpServer(): FastifyInstance {
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 60_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true, querystringParser: parseQuery },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    done(null, parseJson(text as string));
  });
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => {
      done(null, parseQuery(text as string));
    },
  );
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => {
    done(null, bytes.length === 0 ? undefined : bytes);
  });
  server.setErrorHandler((error, _request, reply) => {
    sendError(reply, error);
  });
  server.setNotFoundHandler((request, reply) => {
    const message = `${request.method} ${request.url.split('?')[0] ?? ''} is not an operation of this Clerk.`;
    sendError(reply, clerkError(404, 'resource_not_found', 'not found', message));
  });
  return server;
}

/** Puts an operation under a path. */
export function addRoute(server: FastifyInstance, method: Method, path: string, operation: Operation): void {
  server.route({
    method,
    url: path,
    handler: async (request, reply) => {
      const result = await operation(toCall(request, reply));
      return result instanceof Answer ? send(reply, result.status, result.body) : send(reply, 200, result);
    },
  });
}

/** JSON under exactly `application/json`: with a charset the SDK would hand out text instead of data. */
export function send(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  reply.status(status);
  if (body === undefined) return reply.send();
  // Fastify adds a charset to text and objects, not to bytes.
  return reply.header('content-type', 'application/json').send(Buffer.from(JSON.stringify(body)));
}

/** An error in Clerk's shape; what is not one of Clerk's becomes a 500 without detail. */
export function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  const known = asClerkError(error);
  for (const [name, value] of Object.entries(known.headers)) reply.header(name, value);
  return send(reply, known.status, { errors: known.errors, clerk_trace_id: reply.request.id });
}

function asClerkError(error: unknown): ClerkError {
  if (error instanceof ClerkError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return clerkError(413, 'request_body_too_large', 'Request body too large');
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return clerkError(415, 'unsupported_content_type', 'Unsupported content type');
  }
  return clerkError(500, 'internal_clerk_error', 'Oops, an unexpected error occurred');
}

function toCall(request: FastifyRequest, reply: FastifyReply): Call {
  let fields: Fields | undefined;
  return {
    method: request.method,
    path: request.url.split('?')[0] ?? '/',
    params: request.params as Record<string, string>,
    query: new Query(request.query as Record<string, unknown>),
    get body() {
      fields ??= new Fields(Buffer.isBuffer(request.body) ? undefined : request.body);
      return fields;
    },
    rawBody: request.body,
    headers: request.headers,
    ip: request.ip,
    setHeader: (name, value) => {
      // Fastify adds one more cookie where others replace what stood there.
      reply.removeHeader(name).header(name, value);
    },
  };
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value)) as unknown;
  } catch {
    throw clerkError(
      400,
      'request_body_invalid',
      'Request body invalid',
      'The request body is not valid JSON.',
    );
  }
}

/** Repeated keys become a list. */
function parseQuery(text: string): Record<string, string | string[]> {
  const parsed: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of new URLSearchParams(text)) {
    const before = parsed[name];
    parsed[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return parsed;
}
