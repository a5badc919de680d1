/** What keeps a table from growing without an end. */
export type Growth =
  /** Rows go when their time is over; `by` is the periodic job, or the part of the service, that takes them away. */
  | { readonly kept: string; readonly by: string }
  /** There are never more rows than what `atMost` names. */
  | { readonly atMost: string }
  /** Rows stay for good, since `why`; their number follows what `rows` names. */
  | { readonly forGood: string; readonly why: string };

const PER_PERSON = { atMost: 'a few rows of each person, gone with the person' };
const PER_TENANT = { atMost: 'a few rows of each organization, gone with the organization' };
const DESK = { kept: '36 months', by: 'privacy.retention' };
const RECONCILED = { kept: '30 days', by: 'reconciliation' };
const QUEUE = { kept: '14 days', by: 'job queue' };
const ACTIVE_DAYS = {
  forGood: 'one row of a person, place and day of activity',
  why: 'a month is counted from its days, and each figure can be asked for them',
};

/** Every table of the database; a spec compares the list with the catalogue. */
export const tableGrowth: Readonly<Record<string, Growth>> = {
  'public.audit_chain': { atMost: 'one row' },
  'public.audit_checkpoints': {
    forGood: 'one row of an hour with events',
    why: 'they prove what the log was',
  },
  'public.audit_events': { kept: 'AUDIT_RETENTION_DAYS', by: 'audit retention' },
  'public.audit_refusals': { kept: 'one hour', by: 'audit.refusals' },
  'public.audit_seals': { kept: 'as long as its event', by: 'audit retention' },
  'public.clerk_roles': { atMost: 'the roles at Clerk' },
  'public.clerk_roles_state': { atMost: 'one row' },
  'public.clerk_write_leases': { kept: 'one day', by: 'tables.clean-up' },
  'public.custom_roles': PER_TENANT,
  'public.erasure_findings': DESK,
  'public.former_identifiers': PER_PERSON,
  'public.idempotency_keys': { kept: '24 hours', by: 'tables.clean-up' },
  'public.invitation_reviews': {
    atMost: 'what was taken away within the last seconds; the review empties it',
  },
  'public.invitations': PER_TENANT,
  'public.memberships': PER_TENANT,
  'public.migrations': { atMost: 'the migrations' },
  'public.organization_activity_days': ACTIVE_DAYS,
  'public.organization_erasures': DESK,
  'public.organization_grants': PER_TENANT,
  'public.organization_holds': DESK,
  'public.organizations': {
    atMost: 'the organizations at Clerk, and those that are kept after their deletion',
  },
  'public.ownerless_organizations': PER_TENANT,
  'public.personal_tenants': PER_PERSON,
  'public.platform_activity_days': ACTIVE_DAYS,
  'public.platform_role_grants': PER_PERSON,
  'public.privacy_bulk_items': DESK,
  'public.privacy_bulks': DESK,
  'public.privacy_consent_events': PER_PERSON,
  'public.privacy_erasures': DESK,
  'public.privacy_exports': DESK,
  'public.privacy_holds': DESK,
  'public.privacy_requests': DESK,
  'public.properties': PER_TENANT,
  'public.property_activity_days': ACTIVE_DAYS,
  'public.property_grants': PER_TENANT,
  'public.property_zone_versions': PER_TENANT,
  'public.rate_limits': { kept: 'one day', by: 'tables.clean-up' },
  'public.reconciliation_items': RECONCILED,
  'public.reconciliation_lease': { atMost: 'one row' },
  'public.reconciliation_seen': { kept: 'until the comparison is done', by: 'reconciliation' },
  'public.reconciliations': RECONCILED,
  'public.scheduled_runs': { kept: '90 days', by: 'tables.clean-up' },
  'public.subject_keys': {
    forGood: 'one row of a person',
    why: 'the mark that a key is gone proves an erasure',
  },
  'public.sync_alarms': { kept: '90 days after they were cleared', by: 'tables.clean-up' },
  'public.tombstone_keys': { atMost: 'one row' },
  'public.tombstones': { forGood: 'one row of what was deleted', why: 'what is gone must not come back' },
  'public.usage_dead_letters': { kept: 'until it is counted, 62 days at most', by: 'usage.dead-letters' },
  'public.usage_ledger': { atMost: 'one row' },
  'public.usage_members': { forGood: 'a few rows of a place and month', why: 'closed months do not change' },
  'public.usage_months': { forGood: 'one row of a month', why: 'closed months do not change' },
  'public.usage_people': PER_PERSON,
  'public.usage_records': { forGood: 'a few rows of a place and month', why: 'closed months do not change' },
  'public.user_email_addresses': PER_PERSON,
  'public.user_sessions': { kept: '30 days after their end', by: 'tables.clean-up' },
  'public.users': { atMost: 'the people at Clerk, and those that are kept after their deletion' },
  'public.webhook_deliveries': { kept: '120 days', by: 'webhooks.payloads' },
  'public.webhook_delivery_subjects': { kept: 'as long as its delivery', by: 'webhooks.payloads' },
  'public.webhook_endpoint_minutes': { kept: '90 days', by: 'webhooks.endpoint' },
  'jobs.*': QUEUE,
};

/** What takes rows away and is no entry of the schedule. */
export const OTHER_REMOVERS: readonly string[] = [
  'audit retention',
  'reconciliation',
  'usage ledger',
  'job queue',
];
