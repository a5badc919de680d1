import { byOrganizationId, DELETE, type Tenancy } from '#manifest';

/** What of an organization lies in these tables, in the order of erasing. */
export const sampleThingsTenancy: readonly Tenancy[] = [byOrganizationId('sample_things', DELETE)];
