import { byOrganizationId, DELETE, FIGURES, pseudonymise, type Tenancy } from '#manifest';

/** What of an organization lies in these tables, in the order of erasing. */
export const usageTenancy: readonly Tenancy[] = [
  byOrganizationId('property_zone_versions', DELETE, 'none'),
  byOrganizationId('usage_dead_letters', DELETE, 'none'),
  byOrganizationId('organization_activity_days', pseudonymise(FIGURES)),
  byOrganizationId('property_activity_days', pseudonymise(FIGURES)),
  byOrganizationId('usage_members', pseudonymise(FIGURES)),
  byOrganizationId('usage_records', pseudonymise(FIGURES), [
    'kind',
    'period',
    'property_id',
    'variant',
    'body',
    'made_at',
  ]),
];
