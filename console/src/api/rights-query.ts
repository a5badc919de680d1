import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';

/** Where rights are asked about, by our ids: a property, an organization, or with neither the platform. */
export interface RightsScope {
  readonly organizationId?: string;
  readonly propertyId?: string;
}

export const ON_PLATFORM: RightsScope = {};

/** Which of these permissions somebody holds there: the caller, unless a person is named. */
export function useRights(
  { organizationId, propertyId }: RightsScope,
  permissions: readonly string[],
  userId?: string,
): UseQueryResult<ReadonlySet<string>> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['rights', { organizationId, propertyId }, userId ?? 'me', permissions],
    enabled: permissions.length > 0,
    queryFn: async () => {
      const checks = permissions.map((permission) => ({
        permission,
        ...(organizationId !== undefined && { organizationId }),
        // The organization's own permissions are asked for there.
        ...(propertyId !== undefined && permission.startsWith('property:') && { propertyId }),
        ...(userId !== undefined && { userId }),
      }));
      const { data } = await tenantry.post('/api/v1/access/check/batch', { body: { checks } });
      return new Set(permissions.filter((_, i) => data.results[i]?.allowed === true));
    },
  });
}
