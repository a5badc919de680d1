import {
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { OpenSpan, SpanAttributes, SpanDescription, SpanReference, Tracing } from '../span.js';

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
} as const;

/** Spans of OpenTelemetry. Which span is the current one is not its business: each is told its parent. */
export class OtlpTracing implements Tracing {
  constructor(private readonly tracer: Tracer) {}

  start(
    { name, kind = 'internal', attributes }: SpanDescription,
    parent: SpanReference | undefined,
  ): OpenSpan {
    const context =
      parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, contextOf(parent));
    const options =
      attributes === undefined ? { kind: KINDS[kind] } : { kind: KINDS[kind], attributes: { ...attributes } };
    return new OtlpSpan(this.tracer.startSpan(name, options, context));
  }
}

function contextOf(reference: SpanReference) {
  return {
    traceId: reference.traceId,
    spanId: reference.spanId,
    traceFlags: reference.isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: !(reference instanceof OtlpSpan),
  };
}

class OtlpSpan implements OpenSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
  hasEnded = false;

  constructor(private readonly span: Span) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.traceId = traceId;
    this.spanId = spanId;
    this.isSampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
  }

  set(attributes: SpanAttributes): void {
    if (this.isSampled) this.span.setAttributes({ ...attributes });
  }

  end(errorType?: string): void {
    this.hasEnded = true;
    if (!this.isSampled) return;
    if (errorType !== undefined) {
      this.span.setAttribute('error.type', errorType);
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}
