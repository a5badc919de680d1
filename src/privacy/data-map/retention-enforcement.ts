/** What makes a stated time limit true: a periodic job by its name, or a part of the service that runs by itself. */
export interface Enforcement {
  readonly table: string;
  /** Name of the periodic job (`GET /sync/schedule` shows its runs), where it is one. */
  readonly job: string | null;
  readonly how: string;
}

const byJob = (table: string, job: string, how: string): Enforcement => ({ table, job, how });

/** Every table whose retention names a time; a spec compares it with the registry, and another one watches each work. */
export const RETENTION_ENFORCEMENT: readonly Enforcement[] = [
  byJob('public.idempotency_keys', 'tables.clean-up', 'deleted each hour once 24 hours old'),
  byJob('public.rate_limits', 'tables.clean-up', 'deleted each hour once a day over'),
  byJob('public.clerk_write_leases', 'tables.clean-up', 'deleted each hour once a day over'),
  byJob('public.user_sessions', 'tables.clean-up', 'deleted each hour, 30 days after their end'),
  byJob('public.sync_alarms', 'tables.clean-up', 'deleted each hour, 90 days after they were cleared'),
  byJob(
    'public.usage_dead_letters',
    'usage.dead-letters',
    'counted or given up each hour, after 62 days at most',
  ),
  byJob('public.scheduled_runs', 'tables.clean-up', 'deleted each hour once over for 90 days'),
  byJob('public.reconciliations', 'reconciliation.incremental', 'deleted by the next run once 30 days old'),
  byJob('public.reconciliation_items', 'reconciliation.incremental', 'deleted together with the comparison'),
  byJob('public.webhook_deliveries', 'webhooks.payloads', 'payload emptied each hour once 7 days old'),
  byJob(
    'public.privacy_exports',
    'privacy.retention',
    'the file removed within 5 minutes of its end, the record daily',
  ),
  byJob(
    'public.privacy_requests',
    'privacy.retention',
    'deleted daily, 36 months after the request was closed',
  ),
  byJob(
    'public.privacy_erasures',
    'privacy.retention',
    'deleted daily, 36 months after the erasure was over',
  ),
  byJob('public.privacy_holds', 'privacy.retention', 'deleted daily, 36 months after the hold was released'),
  byJob(
    'public.organization_erasures',
    'privacy.retention',
    'deleted daily, 36 months after the erasure was over',
  ),
  byJob(
    'public.organization_holds',
    'privacy.retention',
    'deleted daily, 36 months after the hold was released',
  ),
  byJob('public.privacy_bulks', 'privacy.retention', 'deleted daily, 36 months after the bulk was over'),
  byJob('public.privacy_bulk_items', 'privacy.retention', 'deleted together with the bulk'),
  {
    table: 'public.audit_events',
    job: null,
    how: 'dropped each hour behind a signed boundary, by AUDIT_RETENTION_DAYS',
  },
  {
    table: 'jobs.job',
    job: null,
    how: 'deleted by the queue, a day after the job was done, after 14 days at most',
  },
  { table: 'jobs.job_common', job: null, how: 'as jobs.job' },
];

/** What ends the keeping of a table's data; an erasure does for whatever is kept as long as its person. */
export function enforcementOf(table: string): string {
  const known = RETENTION_ENFORCEMENT.find((entry) => entry.table === table);
  if (known === undefined)
    return 'the end of the membership or organization; an erasure, on request or ACCOUNT_RETENTION_DAYS after the account has ended (job privacy.retention)';
  return known.job === null ? known.how : `${known.how} (job ${known.job})`;
}
