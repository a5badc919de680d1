import { byOrganizationId, DELETE, type Tenancy } from '#manifest';

/** What of an organization lies in these tables. */
export const accountsTenancy: readonly Tenancy[] = [byOrganizationId('legacy_rights', DELETE, 'none')];
