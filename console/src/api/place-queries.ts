import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { byKey } from './all-of';
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

/** Roles that can be given on a property, and the organization's, by their key. */
export function useRoles(
  organizationId: string,
  enabled: boolean,
): UseQueryResult<ReadonlyMap<string, Role>> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['roles', organizationId],
    enabled,
    queryFn: () => {
      const params = { path: { organizationId } };
      return byKey(
        tenantry.each('/api/v1/organizations/{organizationId}/roles', { params }),
        ({ key }) => key,
      );
    },
  });
}
