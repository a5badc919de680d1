/** The samplers of the standard variable `OTEL_TRACES_SAMPLER`. */
export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerName = (typeof SAMPLERS)[number];

/** Where traces and figures go, and how many. */
export interface TelemetrySettings {
  /** Base address of a collector that takes OTLP over HTTP; `/v1/traces` and `/v1/metrics` are added. */
  readonly endpoint: string;
  /** Sent with each export, such as `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly sampler: SamplerName;
  /** The part of traces that the ratio samplers keep, from 0 to 1. */
  readonly sampledRatio: number;
  /** Milliseconds between two exports of the figures. */
  readonly metricIntervalMs: number;
}

/** Which process tells. */
export interface TelemetrySource {
  readonly version: string;
  /** `deployment.environment.name`. */
  readonly environment: string;
  readonly role: string;
}
