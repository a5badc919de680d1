import type { HrTime } from '@opentelemetry/api';
import { emptyResource } from '@opentelemetry/resources';
import type { CollectionResult, MetricData, MetricProducer } from '@opentelemetry/sdk-metrics';
import type { MetricObject } from 'prom-client';
import type { FigureSource } from '../start-telemetry.js';
import { type Figure, metricDataOf } from './metric-data-of.js';

// Reading begins these anew, and belongs to the one server that scrapes the process.
const BEGIN_ANEW = /^nodejs_eventloop_lag_/;

/** Hands the figures of the one registry to OpenTelemetry, so that both roads tell the same by the same names. */
export class RegistryProducer implements MetricProducer {
  private readonly startTime = timeOf(Date.now() - process.uptime() * 1000);

  constructor(private readonly source: FigureSource) {}

  async collect(): Promise<CollectionResult> {
    const errors: unknown[] = [];
    await this.source.refresh?.().catch((error: unknown) => errors.push(error));
    const interval = { startTime: this.startTime, endTime: timeOf(Date.now()) };
    const figures = this.source.registry.getMetricsAsArray().filter(({ name }) => !BEGIN_ANEW.test(name));
    const metrics: MetricData[] = [];
    for (const figure of figures) {
      // The declared type leaves out what every figure of the package can do.
      const data = metricDataOf(await (figure as MetricObject & { get(): Promise<Figure> }).get(), interval);
      if (data !== undefined && data.dataPoints.length > 0) metrics.push(data);
    }
    // The reader puts the process's own resource in its place.
    const scopeMetrics = [{ scope: { name: 'prom-client' }, metrics }];
    return { resourceMetrics: { resource: emptyResource(), scopeMetrics }, errors };
  }
}

function timeOf(ms: number): HrTime {
  return [Math.floor(ms / 1000), Math.round((ms % 1000) * 1_000_000)];
}
