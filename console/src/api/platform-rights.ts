import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';

/** Whoever holds one of these finds something to do on the pages of compliance. */
export const COMPLIANCE_RIGHTS = [
  'platform:privacy:manage',
  'platform:privacy:erase',
  'platform:privacy:export',
  'platform:audit:read',
] as const;

/** Likewise on those of the operator. */
export const OPERATIONS_RIGHTS = [
  'platform:operations:read',
  'platform:sync:read',
  'platform:sync:manage',
  'platform:usage:read',
] as const;

/** Which permissions of the platform the caller holds. */
export function usePlatformRights(permissions: readonly string[]): UseQueryResult<ReadonlySet<string>> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['platform-rights', permissions],
    queryFn: async () => {
      const checks = permissions.map((permission) => ({ permission }));
      const { data } = await tenantry.post('/api/v1/access/check/batch', { body: { checks } });
      return new Set(permissions.filter((_, i) => data.results[i]?.allowed === true));
    },
  });
}
