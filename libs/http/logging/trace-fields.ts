import type { OpenSpan } from '#libs/telemetry';

/** Which trace and span a log line belongs to, by the names that OpenTelemetry gives them in logs of other formats. */
export function traceFields(span: OpenSpan | undefined): { trace_id?: string; span_id?: string } {
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}
