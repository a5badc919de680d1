/**
 * All that a span may say, by the names of OpenTelemetry's semantic conventions. The list is closed: each of them holds one
 * of few values that the code itself names, so that no id, address or text of a person can come to stand in one.
 */
export interface SpanAttributes {
  readonly 'http.request.method'?: string;
  /** The pattern of the route, such as `/api/v1/users/:userId`. */
  readonly 'http.route'?: string | undefined;
  readonly 'http.response.status_code'?: number;
  /** Pattern of the path that is asked for at another service. */
  readonly 'url.template'?: string;
  /** The kind of error that ended the work: a code, an SQLSTATE or the name of a class. */
  readonly 'error.type'?: string;
  readonly 'db.system.name'?: 'postgresql';
  /** How many statements of this name went together. */
  readonly 'db.operation.batch.size'?: number;
  readonly 'messaging.system'?: string;
  /** The queue or the kind of event. */
  readonly 'messaging.destination.name'?: string;
  /** The `code` of the problem that was answered. */
  readonly 'problem.code'?: string;
}

export type SpanKind = 'internal' | 'server' | 'client' | 'consumer';

export interface SpanDescription {
  /** One of few: a route, a statement or a job by its name, never a value. */
  readonly name: string;
  /** Default internal. A consumer's work is no part of whatever happened to wake it: a trace begins with it. */
  readonly kind?: SpanKind;
  readonly attributes?: SpanAttributes;
}

/** What is known of a span elsewhere: W3C Trace Context, the fields of `traceparent`. */
export interface SpanReference {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly isSampled: boolean;
}

/** A piece of work that is being measured. */
export interface OpenSpan extends SpanReference {
  readonly hasEnded: boolean;
  set(attributes: SpanAttributes): void;
  /** @param errorType the kind of error that ended it; none: it went well */
  end(errorType?: string): void;
}

/** Makes spans, and has them sent to where they are looked at. */
export interface Tracing {
  /** @param parent the work that this is a part of; undefined: a trace begins */
  start(description: SpanDescription, parent: SpanReference | undefined): OpenSpan;
}
