import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer, onBody } from './loopback-server.js';

/** A span as it came over the wire. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

interface Wire {
  resourceSpans?: { scopeSpans: { spans: WireSpan[] }[] }[];
  resourceMetrics?: { scopeMetrics: { metrics: ReceivedMetric[] }[] }[];
}
interface WireSpan extends Omit<ReceivedSpan, 'attributes' | 'isError'> {
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code: number };
}

/** A figure as it came over the wire. */
export interface ReceivedMetric {
  readonly name: string;
  readonly sum?: { dataPoints: Record<string, unknown>[]; isMonotonic: boolean };
  readonly gauge?: { dataPoints: Record<string, unknown>[] };
  readonly histogram?: { dataPoints: Record<string, unknown>[] };
}

/** A collector that takes OTLP over HTTP, as JSON, and keeps all that it was sent. */
export class OtlpReceiver extends LoopbackServer {
  /** Every body as it came. */
  text = '';
  readonly spans: ReceivedSpan[] = [];
  readonly metrics = new Map<string, ReceivedMetric>();
  readonly headers: IncomingHttpHeaders[] = [];
  /** Takes requests and answers nobody, as a collector does that hangs. */
  isSilent = false;
  /** How many requests have come, answered or not. */
  requests = 0;

  protected override serve(request: IncomingMessage, response: ServerResponse): void {
    this.requests += 1;
    onBody(request, (body) => {
      if (this.isSilent) return;
      this.headers.push(request.headers);
      this.take(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }

  private take(body: string): void {
    this.text += body;
    const { resourceSpans = [], resourceMetrics = [] } = JSON.parse(body) as Wire;
    for (const { scopeSpans } of resourceSpans)
      for (const { spans } of scopeSpans) this.spans.push(...spans.map(received));
    for (const { scopeMetrics } of resourceMetrics)
      for (const { metrics } of scopeMetrics)
        for (const metric of metrics) this.metrics.set(metric.name, metric);
  }
}

function received({ attributes, status, ...span }: WireSpan): ReceivedSpan {
  return {
    ...span,
    isError: status.code === 2,
    attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
  };
}
