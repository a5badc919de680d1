import {
  byUserId,
  CONTRACT,
  DELETE,
  impersonal,
  INTEREST,
  LOG,
  nulled,
  pseudonymise,
  type TableDeclaration,
  words,
} from '#manifest';

/** What subscribers are told, and where. */
export const eventsTables: readonly TableDeclaration[] = [
  {
    table: 'public.access_snapshots',
    module: 'events',
    purpose: 'To tell who gained or lost a right: what was told last',
    basis: CONTRACT,
    retention: 'as long as the right',
    personal: { user_id: 'identifier', held: 'access right', next_change_at: 'access right' },
    other: words('organization_id position'),
    // Drawn from memberships and grants, which an export tells.
    subjects: [{ ...byUserId('user_id', DELETE), isExported: false }],
  },
  impersonal(
    'public.access_rechecks',
    'events',
    'Organizations whose people are looked at again',
    'organization_id after_user_id requested_at',
  ),
  {
    table: 'public.events',
    module: 'events',
    purpose: 'To tell other programs what happened',
    basis: INTEREST,
    retention: '30 days',
    enforcedBy: { job: 'events.prune', how: 'deleted each ten minutes, oldest first' },
    personal: {
      actor_id: 'activity',
      impersonator_id: 'activity',
      target_id: 'activity',
      type: 'activity',
      change: 'activity',
      occurred_at: 'activity',
    },
    other: words('position id organization_id property_id actor_kind target_kind lane published_at'),
    // Ids of ours, names of actions, times. The impersonator is Clerk's id of a member of staff.
    kept: words('actor_id impersonator_id target_id type change occurred_at'),
    subjects: [
      byUserId('actor_id', pseudonymise(LOG), ['change', 'target_id']),
      byUserId('target_id', pseudonymise(LOG), ['actor_id', 'impersonator_id']),
    ],
  },
  impersonal(
    'public.event_feed',
    'events',
    'How far the audit log is published',
    'is_only sealed_sequence begins_after position pruned_position',
  ),
  {
    table: 'public.event_endpoints',
    module: 'events',
    purpose: 'To know where events are delivered to',
    basis: CONTRACT,
    retention: 'until it is deleted, and as long as the organization',
    personal: { created_by: 'activity' },
    freeText: { columns: ['description', 'url'], key: 'id' },
    other: words(
      `id organization_id url description content types state disabled_because wrapped_secret previous_secret previous_until
       master_key_id failures failing_since retry_at leased_until version created_at updated_at`,
    ),
    subjects: [byUserId('created_by', nulled('created_by'))],
  },
  impersonal(
    'public.event_deliveries',
    'events',
    'Which event has arrived where',
    `endpoint_id position organization_id lane state attempts next_attempt_at last_attempt_at last_status last_error`,
  ),
];
