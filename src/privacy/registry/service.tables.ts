import {
  byUserId,
  DELETE,
  INTEREST,
  nulled,
  OBLIGATION,
  pseudonymise,
  type TableDeclaration,
  words,
} from './declaration.js';

const PROOF = 'Art. 17(3)(b), (e) GDPR; Art. 5(2) GDPR; CCPA § 7101';
const REQUEST_TEXTS = ['sealed_details', 'sealed_extension_reason', 'sealed_outcome_reason'];
const REQUEST_CONTENT = ['fields', 'purposes', ...REQUEST_TEXTS];
const JOB = words(
  'id name priority state retry_limit retry_count retry_delay retry_backoff retry_delay_max expire_seconds deletion_seconds singleton_key singleton_on group_id group_tier start_after created_on started_on completed_on keep_until dead_letter policy heartbeat_on heartbeat_seconds blocked blocking pending_dependencies source_name source_id source_created_on source_retry_count source_output source_root_id',
);

/** A table that holds nothing of a person. */
function impersonal(table: string, module: string, purpose: string, columns: string): TableDeclaration {
  return {
    table,
    module,
    purpose,
    basis: null,
    retention: 'as long as the service needs it',
    personal: {},
    other: words(columns),
    subjects: [],
  };
}

const QUEUE_STATS =
  'id name deferred_count queued_count ready_count active_count failed_count total_count created_delta completed_delta failed_delta delta_seconds delta_on captured_on';

export const serviceTables: readonly TableDeclaration[] = [
  {
    table: 'public.webhook_deliveries',
    module: 'webhooks',
    purpose: 'To apply what Clerk tells, once',
    basis: INTEREST,
    retention: 'payload 7 days',
    personal: { object_id: 'identifier', payload: 'content', last_error: 'content' },
    other: words(
      'svix_id event_type event_at instance_id body_sha256 state attempts next_attempt_at received_at settled_at repeats',
    ),
    subjects: [
      {
        // What is not applied yet is waited for.
        path: {
          columns: ['object_id', 'payload', 'last_error'],
          holds: 'a mention',
          when: `state <> 'pending'`,
        },
        erasure: nulled('object_id', 'payload', 'last_error'),
        aboutOthers: ['payload'],
      },
    ],
  },
  impersonal(
    'public.webhook_endpoint_minutes',
    'webhooks',
    'Figures of the endpoint',
    'minute taken refused failed',
  ),
  {
    ...impersonal(
      'public.sync_alarms',
      'webhooks',
      'Alarms of the sync',
      'id kind detail occurrences raised_at last_seen_at cleared_at',
    ),
    basis: INTEREST,
    retention: 'as long as the object it is about',
    personal: { subject: 'identifier' },
    subjects: [{ path: { column: 'subject', holds: 'clerk id' }, erasure: DELETE }],
  },
  {
    ...impersonal(
      'public.reconciliations',
      'reconciliation',
      'Comparisons of the mirror with Clerk',
      'id mode status progress hash drift counts reasons error forced started_at planned_at apply_started_at finished_at',
    ),
    basis: INTEREST,
    retention: '30 days',
    personal: { requested_by: 'activity', applied_by: 'activity' },
    subjects: [
      byUserId('requested_by', nulled('requested_by'), ['applied_by']),
      byUserId('applied_by', nulled('applied_by'), ['requested_by']),
    ],
  },
  {
    table: 'public.reconciliation_items',
    module: 'reconciliation',
    purpose: 'To repair what the mirror lacks',
    basis: INTEREST,
    retention: '30 days',
    personal: { clerk_id: 'identifier', user_clerk_id: 'identifier' },
    other: words(
      'run_id kind change organization_clerk_id fields cause clerk_updated_at mirrored_updated_at missed_at outcome error settled_at',
    ),
    subjects: [
      { path: { column: 'clerk_id', holds: 'clerk id' }, erasure: DELETE },
      { path: { column: 'user_clerk_id', holds: 'clerk id' }, erasure: DELETE },
    ],
  },
  {
    table: 'public.reconciliation_seen',
    module: 'reconciliation',
    purpose: 'To know which objects a comparison has met',
    basis: INTEREST,
    retention: 'until the comparison is done',
    personal: { clerk_id: 'identifier' },
    other: ['run_id', 'kind'],
    subjects: [{ path: { column: 'clerk_id', holds: 'clerk id' }, erasure: DELETE }],
  },
  impersonal(
    'public.reconciliation_lease',
    'reconciliation',
    'One comparison at a time',
    'only_row run_id holder token lease_until',
  ),
  {
    table: 'public.usage_people',
    module: 'usage',
    purpose: 'To count active people as Clerk bills them',
    basis: INTEREST,
    retention: 'as long as the account',
    personal: { user_id: 'identifier' },
    // A random number; the days of activity stand under it, and without this row it is nobody's.
    other: ['usage_id'],
    subjects: [byUserId('user_id', DELETE)],
  },
  impersonal('public.usage_ledger', 'usage', 'Since when activity is recorded', 'id began_at'),
  impersonal(
    'public.platform_activity_days',
    'usage',
    'Days of activity, of numbers',
    'day usage_id is_first_day',
  ),
  impersonal(
    'public.organization_activity_days',
    'usage',
    'Days of activity, of numbers',
    'organization_id day local_day usage_id is_first_day is_first_local_day',
  ),
  impersonal(
    'public.property_activity_days',
    'usage',
    'Days of activity, of numbers',
    'organization_id property_id day local_day usage_id is_first_day is_first_local_day',
  ),
  impersonal('public.usage_months', 'usage', 'Closed months', 'month members_day members_taken_at frozen_at'),
  impersonal(
    'public.usage_members',
    'usage',
    'Counted members, as numbers',
    'organization_id month usage_id',
  ),
  impersonal(
    'public.usage_records',
    'usage',
    'Closed reports',
    'kind period organization_id property_id variant body sha256 made_at',
  ),
  {
    ...impersonal(
      'public.scheduled_runs',
      'scheduler',
      'Runs of periodic jobs',
      'id job slot trigger state token holder lease_until started_at finished_at next_slot overran result error',
    ),
    basis: INTEREST,
    retention: '90 days',
    personal: { requested_by: 'activity' },
    subjects: [byUserId('requested_by', nulled('requested_by'))],
  },
  {
    table: 'public.rate_limits',
    module: 'edge',
    purpose: 'To keep one client from crowding out others',
    basis: INTEREST,
    retention: 'one day',
    personal: { key: 'connection' },
    other: words('points expire'),
    subjects: [{ path: { columns: ['key'], holds: 'a mention' }, erasure: DELETE }],
  },
  impersonal('public.migrations', 'edge', 'The state of the database', 'id timestamp name'),
  {
    table: 'public.privacy_requests',
    module: 'privacy',
    purpose: 'To answer requests in time and to show that they were',
    basis: OBLIGATION,
    retention: '36 months',
    personal: {
      user_id: 'privacy request',
      requested_by: 'privacy request',
      resolved_by: 'privacy request',
      fields: 'privacy request',
      purposes: 'privacy request',
      sealed_details: 'content',
      sealed_extension_reason: 'content',
      sealed_outcome_reason: 'content',
    },
    other: words('id kind law received_at due_at extended_at duplicate_of alarmed_percent closed_at outcome'),
    sealed: {
      sealed_details: 'details',
      sealed_extension_reason: 'extension',
      sealed_outcome_reason: 'outcome',
    },
    kept: words('user_id requested_by resolved_by fields purposes'),
    subjects: [
      byUserId('user_id', pseudonymise(PROOF), ['requested_by', 'resolved_by']),
      byUserId('user_id', nulled(...REQUEST_TEXTS), ['requested_by', 'resolved_by']),
      byUserId('requested_by', pseudonymise(PROOF), ['user_id', 'resolved_by', ...REQUEST_CONTENT]),
      byUserId('resolved_by', pseudonymise(PROOF), ['user_id', 'requested_by', ...REQUEST_CONTENT]),
    ],
  },
  {
    table: 'public.privacy_exports',
    module: 'privacy',
    purpose: 'To hand a person their data',
    basis: OBLIGATION,
    retention: 'the file 7 days, the record 36 months',
    personal: { user_id: 'privacy request', requested_by: 'privacy request' },
    other: words(
      'id organization_id status sealed_key file_name bytes sha256 attempts failures problem waiting_for missing requested_at due_at finished_at expires_at',
    ),
    kept: words('user_id requested_by'),
    subjects: [
      byUserId('user_id', pseudonymise(PROOF), ['requested_by', 'sealed_key']),
      byUserId('requested_by', pseudonymise(PROOF), ['user_id', 'sealed_key']),
    ],
  },
  {
    table: 'public.privacy_erasures',
    module: 'privacy',
    purpose: 'To erase a person and to prove it',
    basis: OBLIGATION,
    retention: '36 months',
    personal: {
      user_id: 'privacy request',
      requested_by: 'privacy request',
      approved_by: 'privacy request',
      sealed_particulars: 'contact',
      sealed_reason: 'content',
    },
    other: words(
      'id status cause requested_at due_at erase_after begun_at blocked_by waiting_for waiting_since next_try_at steps certificate finished_at',
    ),
    sealed: { sealed_particulars: 'particulars', sealed_reason: 'reason' },
    kept: words('user_id requested_by approved_by'),
    subjects: [
      byUserId('user_id', pseudonymise(PROOF), words('requested_by approved_by sealed_particulars')),
      ...['requested_by', 'approved_by'].map((column) =>
        byUserId(
          column,
          pseudonymise(PROOF),
          words('user_id requested_by approved_by sealed_particulars sealed_reason').filter(
            (other) => other !== column,
          ),
        ),
      ),
    ],
  },
  {
    table: 'public.organization_erasures',
    module: 'privacy',
    purpose: 'To erase an organization and to prove it',
    basis: OBLIGATION,
    retention: '36 months',
    personal: {
      requested_by: 'privacy request',
      approved_by: 'privacy request',
      sealed_reason: 'content',
    },
    other: words(
      'id organization_id status requested_at erase_after begun_at blocked_by waiting_for clerk_id planned steps certificate finished_at',
    ),
    sealed: { sealed_reason: 'reason' },
    kept: words('requested_by approved_by'),
    subjects: [
      byUserId('requested_by', pseudonymise(PROOF), ['approved_by']),
      byUserId('approved_by', pseudonymise(PROOF), ['requested_by', 'sealed_reason']),
    ],
  },
  {
    table: 'public.organization_holds',
    module: 'privacy',
    purpose: 'To keep what the law demands to be kept',
    basis: OBLIGATION,
    retention: '36 months',
    personal: { placed_by: 'privacy request', released_by: 'privacy request' },
    other: words('id organization_id article placed_at released_at'),
    kept: words('placed_by released_by'),
    subjects: [
      byUserId('placed_by', pseudonymise(PROOF), ['released_by']),
      byUserId('released_by', pseudonymise(PROOF), ['placed_by']),
    ],
  },
  {
    table: 'public.privacy_holds',
    module: 'privacy',
    purpose: 'To keep what the law demands to be kept',
    basis: OBLIGATION,
    retention: '36 months',
    personal: {
      user_id: 'privacy request',
      sealed_reason: 'content',
      placed_by: 'privacy request',
      released_by: 'privacy request',
    },
    other: words('id article placed_at ends_at released_at'),
    sealed: { sealed_reason: 'reason' },
    kept: words('user_id placed_by released_by'),
    subjects: [
      byUserId('user_id', nulled('sealed_reason'), ['placed_by', 'released_by', 'sealed_reason']),
      byUserId('user_id', pseudonymise(PROOF), ['placed_by', 'released_by', 'sealed_reason']),
      byUserId('placed_by', pseudonymise(PROOF), ['user_id', 'released_by', 'sealed_reason']),
      byUserId('released_by', pseudonymise(PROOF), ['user_id', 'placed_by', 'sealed_reason']),
    ],
  },
  {
    table: 'public.privacy_consent_events',
    module: 'privacy',
    purpose: 'To prove what a person agreed to (Art. 7(1) GDPR)',
    basis: OBLIGATION,
    retention: 'as long as the account',
    personal: {
      user_id: 'identifier',
      purpose: 'privacy request',
      version: 'privacy request',
      given: 'privacy request',
      decided_at: 'privacy request',
      recorded_by: 'identifier',
    },
    other: words('id sequence request_id'),
    kept: ['recorded_by'],
    subjects: [
      byUserId('user_id', DELETE, ['recorded_by']),
      byUserId('recorded_by', pseudonymise(PROOF), ['user_id', 'purpose', 'version', 'given', 'decided_at']),
    ],
  },
  {
    table: 'public.privacy_bulks',
    module: 'privacy',
    purpose: 'To answer many requests in one go and to show what was done',
    basis: OBLIGATION,
    retention: '36 months',
    personal: { requested_by: 'privacy request', approved_by: 'privacy request' },
    kept: words('requested_by approved_by'),
    other: words('id action law purposes grace_period_days dry_run status total created_at finished_at'),
    subjects: [
      byUserId('requested_by', pseudonymise(PROOF), ['approved_by']),
      byUserId('approved_by', pseudonymise(PROOF), ['requested_by']),
    ],
  },
  {
    table: 'public.privacy_bulk_items',
    module: 'privacy',
    purpose: 'To answer many requests in one go and to show what was done',
    basis: OBLIGATION,
    retention: '36 months',
    personal: { user_id: 'privacy request' },
    kept: ['user_id'],
    other: words('bulk_id position result code request_id settled_at'),
    subjects: [byUserId('user_id', pseudonymise(PROOF))],
  },
  // Payloads of jobs hold ids of ours only (a rule of `#libs/jobs`). One that runs right now is waited for.
  {
    table: 'jobs.job',
    module: 'jobs',
    purpose: 'Work that outlives a request',
    basis: INTEREST,
    retention: '14 days',
    personal: { data: 'identifier', output: 'content' },
    other: JOB,
    subjects: [
      {
        path: { columns: ['data', 'output'], holds: 'a mention', when: `state <> 'active'` },
        erasure: DELETE,
      },
    ],
  },
  // A part of `jobs.job`: what is there is found and erased there.
  {
    ...impersonal('jobs.job_common', 'jobs', 'Work that outlives a request, the part that holds it', 'id'),
    other: [...JOB, 'data', 'output'],
    retention: '14 days',
  },
  impersonal(
    'jobs.bam',
    'jobs',
    'Upkeep of the queue',
    'id name version status queue table_name command error created_on started_on completed_on',
  ),
  impersonal('jobs.job_dependency', 'jobs', 'Order of jobs', 'child_name child_id parent_name parent_id'),
  impersonal(
    'jobs.queue',
    'jobs',
    'Settings of the queues',
    'name policy retry_limit retry_delay retry_backoff retry_delay_max expire_seconds retention_seconds deletion_seconds dead_letter partition table_name deferred_count queued_count ready_count warning_queued active_count failed_count total_count created_delta completed_delta failed_delta delta_on delta_seconds ready_history heartbeat_seconds notify singletons_active monitor_claim_on monitor_on maintain_on created_on updated_on',
  ),
  impersonal('jobs.queue_stats', 'jobs', 'Figures of the queues', QUEUE_STATS),
  impersonal('jobs.queue_stats_*', 'jobs', 'Figures of the queues, by day', QUEUE_STATS),
  impersonal(
    'jobs.schedule',
    'jobs',
    'Unused by the service',
    'name key kind cron timezone data options created_on updated_on last_job_id',
  ),
  impersonal('jobs.subscription', 'jobs', 'Unused by the service', 'event name created_on updated_on'),
  impersonal(
    'jobs.version',
    'jobs',
    'State of the queue',
    'version cron_on bam_on flow_on reindex_on monitor_backoff_on',
  ),
  impersonal('jobs.warning', 'jobs', 'Warnings of the queue', 'id type message data created_on'),
];
