import { DELETE, nulled, type Tenancy } from '#manifest';

/** What of an organization lies in these tables, in the order of erasing. */
export const webhooksTenancy: readonly Tenancy[] = [
  {
    table: 'public.webhook_deliveries',
    // What is not applied yet is waited for.
    path: { holds: 'an event', when: `state <> 'pending'` },
    erasure: nulled('object_id', 'payload', 'last_error'),
    exported: 'none',
  },
  {
    table: 'public.sync_alarms',
    path: { column: 'subject', holds: 'clerk id' },
    erasure: DELETE,
    exported: 'none',
  },
];
