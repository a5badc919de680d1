import { byOrganizationId, PROOF, pseudonymise, type Tenancy } from '#manifest';

/** What of an organization lies in these tables, in the order of erasing. */
export const privacyTenancy: readonly Tenancy[] = [
  byOrganizationId('privacy_exports', pseudonymise(PROOF), 'none'),
  byOrganizationId('organization_erasures', pseudonymise(PROOF), 'none'),
  byOrganizationId('organization_holds', pseudonymise(PROOF), 'none'),
];
