import { Counter, Gauge } from 'prom-client';

/** Figures of the reconciliation, in the process's registry; one set per process, however many applications run in it. */
export const reconciliationMetrics = {
  drift: new Gauge({
    name: 'tenantry_reconciliation_drift',
    help: 'Objects in which mirror and Clerk differed when they were compared last',
    labelNames: ['kind', 'change'],
  }),
  lastSuccess: new Gauge({
    name: 'tenantry_reconciliation_last_success_timestamp_seconds',
    help: 'When the last reconciliation ended after which mirror and Clerk were the same; alarm when older than an hour',
  }),
  durationSeconds: new Gauge({
    name: 'tenantry_reconciliation_duration_seconds',
    help: 'How long the last one took',
    labelNames: ['mode'],
  }),
  ended: new Counter({
    name: 'tenantry_reconciliations_total',
    help: 'Reconciliations that this process ended; alarm on blocked and failed',
    labelNames: ['mode', 'status'],
  }),
} as const;
