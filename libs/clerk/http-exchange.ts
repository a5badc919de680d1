import { inSpan, type OpenSpan, traceHeaders } from '#libs/telemetry';
import { ClerkRefusedError, ClerkSchemaError, ClerkUnavailableError } from './clerk-errors.js';
import type { ClerkRequest } from './clerk-request.js';
import { endpointLimitOf } from './pacing/documented-limits.js';
import { readRetryAfter } from './retry-after.js';

const API_VERSION = '2026-05-12';
const LARGEST_ANSWER_BYTES = 10 * 1024 * 1024;
/** Errors of a connection that never came about: not a byte of the request has left. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Where Clerk is, and how we prove who we are. */
export interface ClerkAddress {
  /** Origin of the Backend API, e.g. `https://api.clerk.com`. */
  readonly apiUrl: string;
  readonly secretKey: string;
}

/**
 * Sends one request once. Redirects are refused, and an answer is at most 10 MB.
 *
 * @param deadlineMs from the first byte sent to the last one read
 * @returns the parsed JSON of a 2xx answer, `undefined` where it may be empty and is
 * @throws ClerkRefusedError for a 4xx other than 429, ClerkSchemaError for one too large, ClerkUnavailableError else
 */
export function exchange(address: ClerkAddress, request: ClerkRequest, deadlineMs: number): Promise<unknown> {
  const { operation: name, method } = request;
  const attributes = { 'http.request.method': method, 'url.template': name.replace(/^\S+ /, '/v1') };
  return inSpan({ name, kind: 'client', attributes }, (span) => send(address, request, deadlineMs, span));
}

async function send(
  { apiUrl, secretKey }: ClerkAddress,
  request: ClerkRequest,
  deadlineMs: number,
  span: OpenSpan | undefined,
): Promise<unknown> {
  const { operation, method } = request;
  const init = {
    method,
    headers: {
      Authorization: `Bearer ${secretKey}`,
      'Clerk-API-Version': API_VERSION,
      'User-Agent': 'tenantry',
      ...traceHeaders(),
      ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  };
  const isLimit = endpointLimitOf(method, request.path) !== null;
  const { status, text } = await ask({
    operation,
    url: urlOf(apiUrl, request),
    init,
    deadlineMs,
    isLimit,
    span,
  });
  if (status === 204 || (text === '' && method !== 'GET')) return undefined;
  return parseAnswer(text, request);
}

/** One request as it goes over the wire. */
export interface WireRequest {
  /** Method and path pattern, without ids. */
  readonly operation: string;
  readonly url: URL;
  readonly init: RequestInit & { readonly method: string };
  readonly deadlineMs: number;
  /** Whether a 429 is about one object and no trouble of Clerk. */
  readonly isLimit: boolean;
  readonly span: OpenSpan | undefined;
}

/**
 * Sends one request once, without following redirects.
 *
 * @returns status, headers and text of a 2xx answer
 * @throws ClerkRefusedError, ClerkSchemaError, ClerkUnavailableError as {@link exchange}
 */
export async function ask({ operation, url, init, deadlineMs, isLimit, span }: WireRequest) {
  const signal = AbortSignal.timeout(deadlineMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, redirect: 'error', signal });
    span?.set({ 'http.response.status_code': response.status });
    text = await readBounded(response);
  } catch (cause) {
    if (cause instanceof ClerkSchemaError) throw cause;
    const reason = signal.aborted ? 'timeout' : 'connection';
    const mayHaveHappened = isChange(init) && !neverConnected(cause);
    throw new ClerkUnavailableError(operation, null, { cause, reason, mayHaveHappened });
  }
  const { status, headers } = response;
  if (status === 429) {
    const seconds = readRetryAfter(headers.get('retry-after'), Date.now());
    throw new ClerkUnavailableError(operation, seconds, { reason: 'rate_limited', isLimit });
  }
  if (status >= 500) {
    const seconds = readRetryAfter(headers.get('retry-after'), Date.now());
    const mayHaveHappened = isChange(init);
    throw new ClerkUnavailableError(operation, seconds, { reason: 'server_error', mayHaveHappened });
  }
  if (status >= 400) throw new ClerkRefusedError(operation, status, codesOf(text));
  return { status, headers, text };
}

function isChange({ method }: { readonly method: string }): boolean {
  return method !== 'GET';
}

/** Read by their fields and not by their class: errors of Node's core may come from another realm. */
function neverConnected(fault: unknown, depth = 0): boolean {
  if (typeof fault !== 'object' || fault === null || depth > 5) return false;
  const { code, errors, cause } = fault as { code?: unknown; errors?: unknown; cause?: unknown };
  if (typeof code === 'string' && NEVER_CONNECTED.has(code)) return true;
  // A host with several addresses: one error for each that was tried.
  if (Array.isArray(errors) && errors.length > 0)
    return errors.every((each) => neverConnected(each, depth + 1));
  return neverConnected(cause, depth + 1);
}

function urlOf(apiUrl: string, request: ClerkRequest): URL {
  const url = new URL(`/v1${request.path}`, apiUrl);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const single of Array.isArray(value) ? (value as string[]) : [String(value)]) {
      url.searchParams.append(name, single);
    }
  }
  return url;
}

async function readBounded(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER_BYTES) throw new ClerkSchemaError('an answer is larger than 10 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

// HTML with status 200 is what a proxy answers when Clerk is away: nothing of it may be believed.
export function parseAnswer(text: string, request: Pick<ClerkRequest, 'method' | 'operation'>): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const mayHaveHappened = isChange(request);
    throw new ClerkUnavailableError(request.operation, null, {
      cause,
      reason: 'unreadable',
      mayHaveHappened,
    });
  }
}

function codesOf(text: string): string[] {
  try {
    const body = JSON.parse(text) as { errors?: { code?: unknown }[] } | null;
    const errors = body?.errors;
    return Array.isArray(errors)
      ? errors.flatMap(({ code }) => (typeof code === 'string' ? [code] : []))
      : [];
  } catch {
    return [];
  }
}
