import { DELETE, impersonal, INTEREST, type TableDeclaration, words } from '#manifest';

const JOB = words(
  'id name priority state retry_limit retry_count retry_delay retry_backoff retry_delay_max expire_seconds deletion_seconds singleton_key singleton_on group_id group_tier start_after created_on started_on completed_on keep_until dead_letter policy heartbeat_on heartbeat_seconds blocked blocking pending_dependencies source_name source_id source_created_on source_retry_count source_output source_root_id trace_context upsert_by_key',
);
const QUEUE_STATS =
  'id name deferred_count queued_count ready_count active_count failed_count total_count created_delta completed_delta failed_delta delta_seconds delta_on captured_on wait_bins run_bins ready_oldest_seconds';

/** The tables of the queue. */
export const jobQueueTables: readonly TableDeclaration[] = [
  // Payloads of jobs hold ids of ours only (a rule of `#libs/jobs`). One that runs right now is waited for.
  {
    table: 'jobs.job',
    module: 'jobs',
    purpose: 'Work that outlives a request',
    basis: INTEREST,
    retention: '14 days',
    enforcedBy: {
      job: null,
      how: 'deleted by the queue, a day after the job was done, after 14 days at most',
    },
    personal: { data: 'identifier', output: 'content' },
    other: JOB,
    freeText: { columns: ['output'], key: 'id' },
    subjects: [
      {
        path: {
          columns: ['data', 'output'],
          holds: 'a mention',
          key: { column: 'id', type: 'uuid' },
          when: `state <> 'active'`,
        },
        erasure: DELETE,
      },
    ],
  },
  // A part of `jobs.job`: what is there is found and erased there.
  {
    ...impersonal('jobs.job_common', 'jobs', 'Work that outlives a request, the part that holds it', 'id'),
    other: [...JOB, 'data', 'output'],
    retention: '14 days',
    enforcedBy: { job: null, how: 'as jobs.job' },
  },
  impersonal(
    'jobs.bam',
    'jobs',
    'Upkeep of the queue',
    'id name version status queue table_name command error created_on started_on completed_on',
  ),
  // Host names of replicas would stand here; the queue is told to write none.
  impersonal(
    'jobs.instance',
    'jobs',
    'Unused by the service',
    'id name host pid version node_version application_name heartbeat_seconds supervise schedule migrate persist_queue_stats persist_warnings pool_max pool_total pool_idle pool_waiting workers metrics config crash_restarts crash_restarts_since started_on heartbeat_on stopped_on',
  ),
  impersonal('jobs.job_dependency', 'jobs', 'Order of jobs', 'child_name child_id parent_name parent_id'),
  impersonal(
    'jobs.queue',
    'jobs',
    'Settings of the queues',
    'name policy retry_limit retry_delay retry_backoff retry_delay_max expire_seconds retention_seconds deletion_seconds dead_letter partition table_name deferred_count queued_count ready_count warning_queued active_count failed_count total_count created_delta completed_delta failed_delta delta_on delta_seconds ready_history heartbeat_seconds notify singletons_active monitor_claim_on monitor_on maintain_on created_on updated_on blocked_count wait_bins run_bins ready_oldest_seconds retained_count retained_on',
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
