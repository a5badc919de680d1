import { DELETE, impersonal, INTEREST, nulled, type TableDeclaration, words } from './declaration.js';

/** What Clerk told, and what became of it. */
export const webhookTables: readonly TableDeclaration[] = [
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
];
