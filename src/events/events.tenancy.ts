import { byOrganizationId, DELETE, LOG, pseudonymise, type Tenancy } from '#manifest';

/** What of an organization lies in these tables, in the order of erasing. */
export const eventsTenancy: readonly Tenancy[] = [
  byOrganizationId('event_deliveries', DELETE, 'none'),
  {
    ...byOrganizationId('event_endpoints', DELETE),
    // Secrets and what only the worker needs are nobody's to take along.
    exported: [
      'id',
      'url',
      'description',
      'content',
      'types',
      'state',
      'created_by',
      'created_at',
      'updated_at',
    ],
  },
  // As the log that they are told from: ids of ours, for 30 days. Those of the erasure itself come behind it.
  byOrganizationId('events', pseudonymise(LOG), 'none'),
  byOrganizationId('access_snapshots', DELETE, 'none'),
  byOrganizationId('access_rechecks', DELETE, 'none'),
];
