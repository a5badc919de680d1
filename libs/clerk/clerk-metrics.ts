import { Counter, Gauge, Histogram } from 'prom-client';

/** Figures of the requests to Clerk, in the process's registry. Labels hold no ids: operations are patterns of paths. */
export const clerkMetrics = {
  requests: new Counter({
    name: 'tenantry_clerk_requests_total',
    help: 'Tries to ask Clerk, those that were not sent among them, by how they ended',
    labelNames: ['operation', 'priority', 'outcome'],
  }),
  duration: new Histogram({
    name: 'tenantry_clerk_request_duration_seconds',
    help: 'From the first byte sent to the last one read, one try each',
    labelNames: ['endpoint', 'priority'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  }),
  waits: new Histogram({
    name: 'tenantry_clerk_wait_seconds',
    help: 'Waits before a try: for the turn within the limits, for a pause that Clerk asked for, or before a retry',
    labelNames: ['priority', 'why'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60],
  }),
  retries: new Counter({
    name: 'tenantry_clerk_retries_total',
    help: 'Second and third tries',
    labelNames: ['endpoint', 'priority'],
  }),
  breaker: new Gauge({
    name: 'tenantry_clerk_breaker_state',
    help: '0 closed, 1 half open, 2 open; alarm when above 0 for minutes',
    labelNames: ['endpoint'],
  }),
  retryBudget: new Gauge({
    name: 'tenantry_clerk_retry_budget',
    help: 'Retries that may still be made now',
    labelNames: ['priority'],
  }),
} as const;
