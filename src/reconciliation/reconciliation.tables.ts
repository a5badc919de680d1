import { byUserId, DELETE, impersonal, INTEREST, nulled, type TableDeclaration, words } from '#manifest';

/** Comparisons with Clerk. */
export const reconciliationTables: readonly TableDeclaration[] = [
  {
    ...impersonal(
      'public.reconciliations',
      'reconciliation',
      'Comparisons of the mirror with Clerk',
      'id mode status progress hash drift counts reasons error forced seeds started_at planned_at apply_started_at finished_at',
    ),
    basis: INTEREST,
    retention: '30 days',
    enforcedBy: { job: 'reconciliation.incremental', how: 'deleted by the next run once 30 days old' },
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
    enforcedBy: { job: 'reconciliation.incremental', how: 'deleted together with the comparison' },
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
    'One comparison at a time, and since when the mirror is seeded',
    'only_row run_id holder token lease_until seeded_at',
  ),
];
