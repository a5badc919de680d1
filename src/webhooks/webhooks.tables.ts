import { DELETE, impersonal, INTEREST, nulled, type TableDeclaration, words } from '#manifest';

// What is not applied yet is waited for.
const SETTLED = `state <> 'pending'`;

/** What Clerk told, and what became of it. */
export const webhooksTables: readonly TableDeclaration[] = [
  {
    table: 'public.webhook_deliveries',
    module: 'webhooks',
    purpose: 'To apply what Clerk tells, once',
    basis: INTEREST,
    retention: 'payload 7 days',
    enforcedBy: { job: 'webhooks.payloads', how: 'payload emptied each hour once 7 days old' },
    personal: { object_id: 'identifier', payload: 'content', last_error: 'content' },
    other: words(
      'svix_id event_type event_at instance_id body_sha256 state attempts next_attempt_at received_at settled_at repeats',
    ),
    subjects: [
      {
        path: {
          columns: ['object_id', 'payload', 'last_error'],
          holds: 'an event',
          as: 'owner',
          when: SETTLED,
        },
        erasure: nulled('object_id', 'payload', 'last_error'),
        aboutOthers: ['payload'],
      },
      {
        path: { columns: ['payload', 'last_error'], holds: 'an event', as: 'mention', when: SETTLED },
        erasure: nulled('payload', 'last_error'),
        aboutOthers: ['object_id', 'payload', 'last_error'],
        isExported: false,
      },
    ],
  },
  // The rows of a delivery go with its payload, by a trigger; what is left here is what only names the person.
  {
    table: 'public.webhook_delivery_subjects',
    module: 'webhooks',
    purpose: 'To find what Clerk told of a person',
    basis: INTEREST,
    retention: 'as long as the payload of its delivery',
    personal: { subject: 'identifier' },
    other: words('svix_id relation'),
    subjects: [
      {
        path: {
          column: 'subject',
          holds: 'clerk id',
          when: `not exists (select from webhook_deliveries d
                              where d.svix_id = webhook_delivery_subjects.svix_id and d.state = 'pending')`,
        },
        erasure: DELETE,
        isExported: false,
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
    retention: '90 days after they were cleared',
    enforcedBy: { job: 'tables.clean-up', how: 'deleted each hour, 90 days after they were cleared' },
    personal: { subject: 'identifier' },
    freeText: { columns: ['detail'], key: 'id' },
    subjects: [{ path: { column: 'subject', holds: 'clerk id' }, erasure: DELETE }],
  },
];
