import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { FigureSource, Telemetry } from '../start-telemetry.js';
import type { TelemetrySettings, TelemetrySource } from '../telemetry-settings.js';
import { tracingInUse, useTracing } from '../tracing.js';
import { waitForStop } from '../wait-for-stop.js';
import { OtlpTracing } from './otlp-tracing.js';
import { RegistryProducer } from './registry-producer.js';
import { samplerOf } from './sampler-of.js';

/** Milliseconds for one export; what a collector has not taken by then is dropped. */
const EXPORT_TIMEOUT_MS = 5_000;
/** Spans that wait at most; further ones are dropped. */
const QUEUE_SIZE = 2_048;

interface Exporter<T> {
  export(batch: T, done: (result: { code: number; error?: Error }) => void): void;
}

/**
 * Begins to export by OTLP over HTTP, as JSON. Spans wait in a bounded queue and leave in batches, figures each interval:
 * no request waits for the collector.
 */
export function startOtlp(
  settings: TelemetrySettings,
  source: TelemetrySource,
  figures: FigureSource,
  onFailure: (error: unknown) => void,
): Telemetry {
  const resource = resourceFromAttributes({
    'service.name': settings.serviceName,
    'service.version': source.version,
    'deployment.environment.name': source.environment,
    'service.instance.role': source.role,
  });
  const { headers } = settings;
  const to = (signal: string) => ({
    url: `${settings.endpoint.replace(/\/$/, '')}/v1/${signal}`,
    headers: { ...headers },
    timeoutMillis: EXPORT_TIMEOUT_MS,
    concurrencyLimit: 4,
  });
  let isStopped = false;
  const tell = (error: unknown): void => {
    if (!isStopped) onFailure(error);
  };
  const spans = tellingFailures(new OTLPTraceExporter(to('traces')), tell);
  const tracers = new TracerProvider({
    resource,
    sampler: samplerOf(settings),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: spans,
        maxQueueSize: QUEUE_SIZE,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: tellingFailures(new OTLPMetricExporter(to('metrics')), tell),
        exportIntervalMillis: settings.metricIntervalMs,
        exportTimeoutMillis: Math.min(EXPORT_TIMEOUT_MS, settings.metricIntervalMs),
        metricProducers: [new RegistryProducer(figures)],
      }),
    ],
  });
  const tracing = new OtlpTracing(tracers.getTracer(settings.serviceName));
  useTracing(tracing);
  return {
    stop: async () => {
      isStopped = true;
      if (tracingInUse() === tracing) useTracing(undefined);
      await waitForStop(Promise.allSettled([tracers.shutdown(), meters.shutdown()]));
    },
  };
}

/** The packages keep a failed export to themselves. */
function tellingFailures<T, E extends Exporter<T>>(
  exporter: E & Exporter<T>,
  onFailure: (error: unknown) => void,
): E {
  const send = exporter.export.bind(exporter);
  const told = (batch: T, done: (result: { code: number; error?: Error }) => void): void => {
    send(batch, (result) => {
      if (result.code !== 0) onFailure(result.error);
      done(result);
    });
  };
  return Object.assign(exporter, { export: told });
}
