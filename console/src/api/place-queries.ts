import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';
import type { Me, Place, Property, Role } from './types';

const PROPERTY = '/api/v1/organizations/{organizationId}/properties/{propertyId}';

/** Who is signed in, with organizations and properties. */
export function useMe(): UseQueryResult<Me> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['me'],
    queryFn: async () => (await tenantry.get('/api/v1/me')).data,
  });
}

export function useProperty(place: Place): UseQueryResult<Property> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['property', place],
    queryFn: async () => (await tenantry.get(PROPERTY, { params: { path: { ...place } } })).data,
  });
}

/** Which of these permissions somebody holds at the place: the caller, unless a person is named. */
export function useRights(
  place: Place,
  permissions: readonly string[],
  userId?: string,
): UseQueryResult<ReadonlySet<string>> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['rights', place, userId ?? 'me', permissions],
    enabled: permissions.length > 0,
    queryFn: async () => {
      const checks = permissions.map((permission) => ({
        permission,
        organizationId: place.organizationId,
        // The organization's own permissions are asked for there.
        ...(permission.startsWith('property:') && { propertyId: place.propertyId }),
        ...(userId !== undefined && { userId }),
      }));
      const { data } = await tenantry.post('/api/v1/access/check/batch', { body: { checks } });
      return new Set(permissions.filter((_, i) => data.results[i]?.allowed === true));
    },
  });
}

/** Roles that can be given on a property, and the organization's, by their key. */
export function useRoles(
  organizationId: string,
  enabled: boolean,
): UseQueryResult<ReadonlyMap<string, Role>> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['roles', organizationId],
    enabled,
    queryFn: async () => {
      const roles = new Map<string, Role>();
      const params = { path: { organizationId } };
      for await (const role of tenantry.each('/api/v1/organizations/{organizationId}/roles', { params }))
        roles.set(role.key, role);
      return roles;
    },
  });
}
