import { byOrganizationId, LOG, pseudonymise, type Tenancy } from '#manifest';

/** What of an organization lies in these tables, in the order of erasing. */
export const auditTenancy: readonly Tenancy[] = [
  // Counts that become rows of the log within the hour.
  byOrganizationId('audit_refusals', pseudonymise(LOG), 'none'),
  // What its own log shows it: from where platform staff came is not the organization's.
  byOrganizationId('audit_events', pseudonymise(LOG), [
    'id',
    'occurred_at',
    'action',
    'outcome',
    'actor_kind',
    'actor_id',
    'property_id',
    'target_kind',
    'target_id',
    'change',
    'reason',
    'request_id',
  ]),
];
