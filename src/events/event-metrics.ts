import { Counter, Histogram } from 'prom-client';

/** Figures of the events that go out, in the process's registry. */
export const eventMetrics = {
  published: new Counter({
    name: 'tenantry_events_published_total',
    help: 'Events that were put into the feed, by type',
    labelNames: ['type'],
  }),
  publishingFailures: new Counter({
    name: 'tenantry_events_publishing_failures_total',
    help: 'Rounds of publishing that failed and are made again; alarm when it grows for five minutes',
  }),
  delivered: new Counter({
    name: 'tenantry_event_deliveries_total',
    help: 'Tries to deliver an event, by how they ended; alarm on dead and disabled',
    labelNames: ['outcome'],
  }),
  lag: new Histogram({
    name: 'tenantry_event_delivery_lag_seconds',
    help: 'From what happened to its arrival at an endpoint, first tries only; target: 99 % below 2 s',
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 30, 300],
  }),
} as const;
