import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { OpenSpan } from '#libs/telemetry';

/** What is known of the request that is being served; travels with the asynchronous work it starts. */
export interface RequestContext {
  readonly requestId: string;
  /** The client's address: the first hop that is not one of our own proxies. */
  readonly address: string;
  /** What the client says it is, cut to 300 characters. */
  readonly userAgent?: string | undefined;
  readonly method: string;
  /** The pattern of the route (`/api/v1/users/:userId`); undefined where none matched. */
  readonly route: string | undefined;
  /** The ids and slugs in the path; anything else that stood there is left out. */
  readonly params: Readonly<Record<string, string>>;
  /** The list that is asked for: route, ids in the path, and the query without page size and position. */
  readonly list: string;
  /** Who calls, once the guard has let them in: our id. */
  callerId?: string;
  /** `code` of the problem that was answered, for the request's log line. */
  problemCode?: string;
  /** What measures it, where somebody does. */
  readonly span?: OpenSpan | undefined;
}

const storage = new AsyncLocalStorage<RequestContext>();
const CONTEXT = Symbol('tenantry:request-context');

/** A raw request that carries its context; a weak map would cost the garbage collector more than the request does. */
interface Carrier extends IncomingMessage {
  [CONTEXT]?: RequestContext;
}

/** The request being served; undefined in jobs and at boot. */
export function requestContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Runs work as part of a request. */
export function runInRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** Ties a context to a raw request, for code that Node calls outside of it (the request log). */
export function bindRequestContext(request: Carrier, context: RequestContext): void {
  request[CONTEXT] = context;
}

/** The context tied to a raw request. */
export function contextOfRequest(request: Carrier): RequestContext | undefined {
  return request[CONTEXT];
}
