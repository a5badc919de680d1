import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { allOf } from './all-of';
import { useTenantry } from './tenantry-provider';
import type { Grant, Place } from './types';

/** The roles that somebody was given right on the property, those that begin later too. */
export function useHeldGrants(place: Place, userId: string): UseQueryResult<Grant[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['grants', place, userId],
    queryFn: async ({ signal }) => {
      const params = { path: { ...place }, query: { limit: 100 } };
      const grants = await allOf(
        tenantry.each('/api/v1/organizations/{organizationId}/properties/{propertyId}/grants', {
          params,
          signal,
        }),
      );
      return grants.filter((grant) => grant.userId === userId);
    },
  });
}
