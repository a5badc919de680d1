import { AsyncLocalStorage } from 'node:async_hooks';
import { errorTypeOf } from './error-type.js';
import type { OpenSpan, SpanDescription, SpanReference, Tracing } from './span.js';
import { formatTraceparent } from './traceparent.js';

let tracing: Tracing | undefined;
const storage = new AsyncLocalStorage<OpenSpan>();

/** From now on work is measured by this one; undefined: by none, which costs a comparison each time. */
export function useTracing(next: Tracing | undefined): void {
  tracing = next;
}

/** The one in use. */
export function tracingInUse(): Tracing | undefined {
  return tracing;
}

/** The span that the running code is part of; undefined where nothing is measured. */
export function currentSpan(): OpenSpan | undefined {
  return tracing === undefined ? undefined : spanUnderWay();
}

/** Work in the background goes on in the context of whoever woke it, long after that has ended. */
function spanUnderWay(): OpenSpan | undefined {
  const span = storage.getStore();
  return span?.hasEnded === false ? span : undefined;
}

/** The header that tells another service which trace its work belongs to; empty where there is none. */
export function traceHeaders(): { traceparent?: string } {
  const span = currentSpan();
  return span === undefined ? {} : { traceparent: formatTraceparent(span) };
}

/**
 * Begins a span that somebody else ends.
 *
 * @param parent what it is part of, where that was told by a header
 */
export function startSpan(description: SpanDescription, parent?: SpanReference): OpenSpan | undefined {
  return tracing?.start(description, parent);
}

/** Runs work as part of a span; without one it only runs. */
export function withSpan<T>(span: OpenSpan | undefined, work: () => T): T {
  return span === undefined ? work() : storage.run(span, work);
}

/** Measures work as a span of its own: part of the current one, or the beginning of a trace. */
export async function inSpan<T>(
  description: SpanDescription,
  work: (span: OpenSpan | undefined) => Promise<T>,
): Promise<T> {
  if (tracing === undefined) return work(undefined);
  const parent = description.kind === 'consumer' ? undefined : spanUnderWay();
  // What is not recorded has no parts either.
  if (parent?.isSampled === false) return work(parent);
  const span = tracing.start(description, parent);
  try {
    const result = await storage.run(span, () => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(errorTypeOf(error));
    throw error;
  }
}

/**
 * Measures work as several parts of the current span that begin and end together. Without a current one that is recorded it
 * only runs: nobody looks for statements that belong to nothing.
 *
 * @param describe asked only where it is recorded
 */
export async function inSpansOf<T>(describe: () => SpanDescription[], work: () => Promise<T>): Promise<T> {
  const parent = tracing === undefined ? undefined : spanUnderWay();
  if (tracing === undefined || parent?.isSampled !== true) return work();
  const inUse = tracing;
  const spans = describe().map((description) => inUse.start(description, parent));
  try {
    const result = await work();
    for (const span of spans) span.end();
    return result;
  } catch (error) {
    for (const span of spans) span.end(errorTypeOf(error));
    throw error;
  }
}
