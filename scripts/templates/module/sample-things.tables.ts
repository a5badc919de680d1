import { byUserId, CONTRACT, nulled, type TableDeclaration, words } from '#manifest';

/** Every column of this module's tables: whose it is, why, and what an erasure does with it. */
export const sampleThingsTables: readonly TableDeclaration[] = [
  {
    table: 'public.sample_things',
    module: 'sample-things',
    purpose: 'To know the sample things of a property', // only by property
    purpose: 'To know the sample things of an organization', // only by organization
    basis: CONTRACT,
    retention: 'as long as the property', // only by property
    retention: 'as long as the organization', // only by organization
    personal: { created_by: 'activity' },
    freeText: { columns: ['name'], key: `organization_id || '/' || id` },
    other: words('organization_id property_id id name version created_at updated_at'), // only by property
    other: words('organization_id id name version created_at updated_at'), // only by organization
    subjects: [byUserId('created_by', nulled('created_by'))],
  },
];
