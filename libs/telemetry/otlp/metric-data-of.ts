import { type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** A figure as prom-client hands it out; the name of each value tells the parts of a histogram apart. */
export type Figure = MetricObjectWithValues<MetricValue<string> & { metricName?: string }>;
/** When counting began, and when it was read. */
export interface Interval {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** The same figure for OTLP, under the same name; undefined for a kind that this service has none of (summaries). */
export function metricDataOf(figure: Figure, interval: Interval): MetricData | undefined {
  const base = {
    descriptor: { name: figure.name, description: figure.help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  // The package tells the type as a number, and hands out a word.
  switch (String(figure.type)) {
    case 'counter':
      return {
        ...base,
        dataPointType: DataPointType.SUM,
        isMonotonic: true,
        dataPoints: pointsOf(figure, interval),
      };
    case 'gauge':
      return { ...base, dataPointType: DataPointType.GAUGE, dataPoints: pointsOf(figure, interval) };
    case 'histogram':
      return { ...base, dataPointType: DataPointType.HISTOGRAM, dataPoints: histogramsOf(figure, interval) };
    default:
      return undefined;
  }
}

function pointsOf({ values }: Figure, interval: Interval): DataPoint<number>[] {
  return values.map(({ value, labels }) => ({ ...interval, attributes: { ...labels }, value }));
}

function histogramsOf({ name, values }: Figure, interval: Interval): DataPoint<Histogram>[] {
  const groups = Map.groupBy(values, ({ labels }) => JSON.stringify(withoutBound(labels)));
  return [...groups.values()].map((group) => {
    const attributes = withoutBound(group[0]?.labels ?? {});
    const bounded = group.filter(({ labels }) => labels.le !== undefined && labels.le !== '+Inf');
    const [sum, count] = ['sum', 'count'].map(
      (part) => group.find(({ metricName }) => metricName === `${name}_${part}`)?.value ?? 0,
    ) as [number, number];
    // Prometheus counts all up to a bound, OTLP those between two.
    const upTo = [...bounded.map(({ value }) => value), count];
    const counts = upTo.map((value, at) => value - (upTo[at - 1] ?? 0));
    const boundaries = bounded.map(({ labels }) => Number(labels.le));
    return { ...interval, attributes, value: { buckets: { boundaries, counts }, sum, count } };
  });
}

function withoutBound(labels: Figure['values'][number]['labels']) {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => label !== 'le'));
}
