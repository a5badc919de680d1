import { byOrganizationId, DELETE, type Tenancy } from '#manifest';

/** What of an organization lies in these tables. */
export const signInTenancy: readonly Tenancy[] = [byOrganizationId('sign_in_policies', DELETE)];
