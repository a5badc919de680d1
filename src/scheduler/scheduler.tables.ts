import { byUserId, DELETE, impersonal, INTEREST, nulled, type TableDeclaration, words } from '#manifest';

/** What keeps the service itself running. */
export const schedulerTables: readonly TableDeclaration[] = [
  {
    ...impersonal(
      'public.scheduled_runs',
      'scheduler',
      'Runs of periodic jobs',
      'id job slot trigger state token holder lease_until started_at finished_at next_slot overran result error',
    ),
    basis: INTEREST,
    retention: '90 days',
    enforcedBy: { job: 'tables.clean-up', how: 'deleted each hour once over for 90 days' },
    personal: { requested_by: 'activity' },
    freeText: { columns: ['error'], key: 'id' },
    subjects: [byUserId('requested_by', nulled('requested_by'))],
  },
  {
    table: 'public.rate_limits',
    module: 'edge',
    purpose: 'To keep one client from crowding out others',
    basis: INTEREST,
    retention: 'one day',
    enforcedBy: { job: 'tables.clean-up', how: 'deleted each hour once a day over' },
    personal: { key: 'connection' },
    other: words('points expire'),
    subjects: [
      {
        path: { columns: ['key'], holds: 'a mention', key: { column: 'key', type: 'text' } },
        erasure: DELETE,
      },
    ],
  },
  impersonal('public.migrations', 'edge', 'The state of the database', 'id timestamp name'),
];
