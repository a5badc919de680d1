import type { SpanReference } from './span.js';

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * Reads the header `traceparent` (W3C Trace Context, section 3.2). `tracestate` and `baggage` are not read: what a caller
 * writes into them would be handed on.
 *
 * @returns undefined for none, for several and for one that is malformed: a trace of our own begins then
 */
export function parseTraceparent(header: string | readonly string[] | undefined): SpanReference | undefined {
  if (typeof header !== 'string' || header.length > 512) return undefined;
  const [, traceId, spanId, flags, rest] = TRACEPARENT.exec(header) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  // Version 00 has nothing behind its flags.
  if (rest !== undefined && header.startsWith('00')) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The header for requests that are part of the span. */
export function formatTraceparent({ traceId, spanId, isSampled }: SpanReference): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}
