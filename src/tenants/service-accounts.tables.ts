import { byUserId, CONTRACT, DELETE, nulled, type TableDeclaration, words } from '#manifest';

export const serviceAccountsTables: readonly TableDeclaration[] = [
  {
    table: 'public.platform_account_grants',
    module: 'tenants',
    purpose: 'What callers of the platform that are no people may see',
    basis: CONTRACT,
    retention: 'as long as the service account',
    personal: { granted_by: 'identifier' },
    other: words('id account_id role granted_at expires_at'),
    // Without its giver a role of a service account opens nothing.
    subjects: [byUserId('granted_by', nulled('granted_by'), words('role granted_at expires_at'))],
  },
  {
    table: 'public.platform_account_keys',
    module: 'tenants',
    purpose: 'To know callers of the platform that are no people by their keys',
    basis: CONTRACT,
    retention: '90 days after the end of the key',
    enforcedBy: { job: 'tables.clean-up', how: 'deleted each hour, 90 days after their end' },
    personal: { created_by: 'identifier' },
    other: words(
      'id account_id public_id digest allowed_networks created_at expires_at revoked_at ended_at last_used_at',
    ),
    // Without its maker a key opens nothing.
    subjects: [byUserId('created_by', nulled('created_by'), words('created_at expires_at revoked_at'))],
  },
  {
    table: 'public.platform_accounts',
    module: 'tenants',
    purpose: 'Callers of the platform that are no people',
    basis: CONTRACT,
    retention: 'until it is deleted',
    personal: { created_by: 'activity' },
    freeText: { columns: ['name', 'description'], key: 'id' },
    other: words('id name description created_at'),
    subjects: [byUserId('created_by', nulled('created_by'))],
  },
  {
    table: 'public.service_account_grants',
    module: 'tenants',
    purpose: 'What callers that are no people may do',
    basis: CONTRACT,
    retention: 'as long as the service account',
    personal: { granted_by: 'identifier' },
    other: words(
      'organization_id id account_id property_id role custom_role permissions granted_at valid_from expires_at',
    ),
    // Without its giver a role of a service account opens nothing.
    subjects: [byUserId('granted_by', nulled('granted_by'), words('role granted_at valid_from expires_at'))],
  },
  {
    table: 'public.service_account_keys',
    module: 'tenants',
    purpose: 'To know callers that are no people by their keys',
    basis: CONTRACT,
    retention: '90 days after the end of the key',
    enforcedBy: { job: 'tables.clean-up', how: 'deleted each hour, 90 days after their end' },
    personal: { created_by: 'identifier', acts_for: 'identifier' },
    other: words(
      'organization_id id account_id public_id digest clerk_kind clerk_id allowed_networks created_at expires_at revoked_at ended_at last_used_at',
    ),
    // Without its maker a key opens nothing; what acts for somebody goes with them.
    subjects: [
      byUserId('acts_for', DELETE, ['created_by']),
      byUserId('created_by', nulled('created_by'), words('acts_for created_at expires_at revoked_at')),
    ],
  },
  {
    table: 'public.service_accounts',
    module: 'tenants',
    purpose: 'Callers of an organization that are no people',
    basis: CONTRACT,
    retention: 'as long as the organization',
    personal: { on_behalf_of: 'identifier', created_by: 'activity' },
    freeText: { columns: ['name', 'description'], key: `organization_id || '/' || id` },
    other: words('organization_id id property_id name description created_at'),
    // An agent acts in its person's name and goes with them.
    subjects: [
      byUserId('on_behalf_of', DELETE, ['created_by']),
      byUserId('created_by', nulled('created_by'), ['on_behalf_of']),
    ],
  },
];
