import { byOrganizationId, DELETE, nulled, type Tenancy } from '#manifest';

/** What of an organization lies in these tables, in the order of erasing. */
export const tenantsTenancy: readonly Tenancy[] = [
  byOrganizationId('property_grants', DELETE),
  byOrganizationId('organization_grants', DELETE),
  byOrganizationId('group_grants', DELETE),
  byOrganizationId('group_nestings', DELETE),
  byOrganizationId('group_members', DELETE),
  byOrganizationId('groups', DELETE),
  byOrganizationId('service_account_grants', DELETE),
  {
    ...byOrganizationId('service_account_keys', DELETE),
    // What only the look-up needs is nobody's to take along.
    exported: [
      'id',
      'account_id',
      'public_id',
      'allowed_networks',
      'created_by',
      'created_at',
      'expires_at',
      'revoked_at',
      'last_used_at',
    ],
  },
  byOrganizationId('service_accounts', DELETE),
  byOrganizationId('invitations', DELETE),
  byOrganizationId('invitation_reviews', DELETE, 'none'),
  {
    table: 'public.users',
    path: { column: 'id', holds: 'member' },
    // People stay people: what is kept of them beside the organization is theirs to have erased.
    erasure: null,
    exported: ['id', 'clerk_id', 'email_address', 'first_name', 'last_name', 'created_at'],
  },
  byOrganizationId('memberships', DELETE),
  byOrganizationId('custom_roles', DELETE),
  byOrganizationId('properties', DELETE),
  byOrganizationId('ownerless_organizations', DELETE, 'none'),
  {
    table: 'public.personal_tenants',
    path: { column: 'organization_id', holds: 'organization id' },
    // That the person once had one of their own stays, so that they are not given another.
    erasure: nulled('organization_id'),
    exported: 'none',
  },
  {
    table: 'public.organizations',
    path: { column: 'id', holds: 'organization id' },
    erasure: DELETE,
    exported: 'all',
  },
];
