import { defineModule, EVERYBODY } from '#manifest';
import { Reconciliations1763600000080 } from './migrations/1763600000080-reconciliations.js';
import { Seeding1763700000320 } from './migrations/1763700000320-seeding.js';
import { reconciliationTables } from './reconciliation.tables.js';
import { reconciliationTenancy } from './reconciliation.tenancy.js';

const RECONCILED = { kept: '30 days', by: 'reconciliation' };

/** What the rest of the service knows about this module. */
export const reconciliationManifest = defineModule({
  name: 'reconciliation',
  auditActions: [
    'reconciliation.requested',
    'reconciliation.apply_requested',
    'reconciliation.applied',
    'reconciliation.blocked',
    'reconciliation.failed',
  ],
  personalData: reconciliationTables,
  activities: [
    {
      module: 'reconciliation',
      name: 'Comparing the mirror with Clerk and repairing it',
      dataSubjects: [...EVERYBODY, 'invited people'],
      recipients: ['clerk', 'hosting'],
    },
  ],
  tenancy: reconciliationTenancy,
  migrations: [Reconciliations1763600000080, Seeding1763700000320],
  growth: {
    'public.reconciliation_items': RECONCILED,
    'public.reconciliation_lease': { atMost: 'one row' },
    'public.reconciliation_seen': { kept: 'until the comparison is done', by: 'reconciliation' },
    'public.reconciliations': RECONCILED,
  },
  health: ['mirror'],
  jobs: ['sync.reconcile'],
  periodicJobs: [
    {
      name: 'reconciliation.incremental',
      cron: '*/15 * * * *',
      timeoutSeconds: 3_000,
      miss: 'What a lost webhook told is missing here for longer than a quarter of an hour; the nightly run repairs it.',
    },
    {
      name: 'reconciliation.full',
      cron: '20 2 * * *',
      timeoutSeconds: 4 * 3_600,
      miss: 'Nobody compares the whole mirror with Clerk: a lost change of an organization or an invitation in a large instance would stay unnoticed.',
    },
    {
      name: 'reconciliation.resume',
      cron: '* * * * *',
      timeoutSeconds: 4 * 3_600,
      miss: 'A reconciliation whose process died waits until the next one begins.',
    },
  ],
  load: () => import('./reconciliation.runtime.js'),
});
