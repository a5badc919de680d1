import { Counter, Gauge, Histogram } from 'prom-client';

/** Figures of the webhook ledger, in the process's registry; one set per process, however many applications run in it. */
export const webhookMetrics = {
  taken: new Counter({
    name: 'tenantry_webhook_deliveries_taken_total',
    help: 'Deliveries that were written down for the first time, by the type of event',
    labelNames: ['type'],
  }),
  repeats: new Counter({
    name: 'tenantry_webhook_deliveries_repeated_total',
    help: 'Deliveries that were there already; another body under the same id is an alarm',
    labelNames: ['body'],
  }),
  refused: new Counter({
    name: 'tenantry_webhook_deliveries_refused_total',
    help: 'Deliveries that were answered with 400, by what was wrong with them',
    labelNames: ['reason'],
  }),
  failed: new Counter({
    name: 'tenantry_webhook_deliveries_failed_total',
    help: 'Deliveries that could not be written down; the sender comes again. Alarm above 1 % of all for ten minutes',
  }),
  acknowledged: new Histogram({
    name: 'tenantry_webhook_acknowledge_seconds',
    help: 'From the verified delivery to its committed row; target: 99 % below 0.1 s',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  }),
  settled: new Counter({
    name: 'tenantry_webhook_events_settled_total',
    help: 'Events that came to an end in the worker; alarm on dead',
    labelNames: ['state'],
  }),
  postponed: new Counter({
    name: 'tenantry_webhook_events_postponed_total',
    help: 'Tries to apply an event that failed and are made again',
  }),
  applyLag: new Histogram({
    name: 'tenantry_webhook_apply_lag_seconds',
    help: 'From the arrival of an event to its effect',
    buckets: [0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 1800, 21_600],
  }),
  backlog: new Gauge({
    name: 'tenantry_webhook_backlog',
    help: 'Events that wait to be applied, counted while deliveries arrive; beyond 50000 none is taken',
  }),
} as const;
