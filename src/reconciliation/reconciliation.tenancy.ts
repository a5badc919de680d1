import { DELETE, type Tenancy } from '#manifest';

/** What of an organization lies in these tables, in the order of erasing. */
export const reconciliationTenancy: readonly Tenancy[] = [
  {
    table: 'public.reconciliation_items',
    path: { column: 'organization_clerk_id', holds: 'clerk id' },
    erasure: DELETE,
    exported: 'none',
  },
];
