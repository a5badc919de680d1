import { byUserId, CONTRACT, DELETE, nulled, type TableDeclaration, words } from '#manifest';

export const groupsTables: readonly TableDeclaration[] = [
  {
    table: 'public.groups',
    module: 'tenants',
    purpose: 'People of an organization who hold the same roles',
    basis: CONTRACT,
    retention: 'as long as the organization',
    personal: { created_by: 'activity' },
    freeText: { columns: ['name', 'description'], key: `organization_id || '/' || id` },
    other: words('organization_id id name description clerk_role version created_at updated_at'),
    subjects: [byUserId('created_by', nulled('created_by'))],
  },
  {
    table: 'public.group_members',
    module: 'tenants',
    purpose: 'To know who is in a group',
    basis: CONTRACT,
    retention: 'as long as the membership',
    personal: { user_id: 'identifier', added_by: 'identifier', added_at: 'access right' },
    other: words('organization_id group_id'),
    subjects: [
      byUserId('user_id', DELETE, ['added_by']),
      byUserId('added_by', nulled('added_by'), words('user_id added_at')),
    ],
  },
  {
    table: 'public.group_nestings',
    module: 'tenants',
    purpose: 'To know which groups lie in which',
    basis: CONTRACT,
    retention: 'as long as the groups',
    personal: { added_by: 'activity' },
    other: words('organization_id group_id member_group_id added_at'),
    subjects: [byUserId('added_by', nulled('added_by'), ['added_at'])],
  },
  {
    table: 'public.group_grants',
    module: 'tenants',
    purpose: 'What the people of a group may do',
    basis: CONTRACT,
    retention: 'as long as the group',
    personal: { granted_by: 'identifier' },
    other: words('organization_id id group_id property_id role custom_role granted_at valid_from expires_at'),
    subjects: [byUserId('granted_by', nulled('granted_by'), words('role granted_at valid_from expires_at'))],
  },
];
