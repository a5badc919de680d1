import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { allOf } from './all-of';
import { useTenantry } from './tenantry-provider';
import type { PermissionWords } from './types';

/** Every permission of organizations and properties, built in or declared by the app. */
export function useTenantPermissions(): UseQueryResult<PermissionWords[]> {
  return usePermissions(ofTenants);
}

/** Likewise everything that can be allowed on a property. */
export function usePropertyPermissions(): UseQueryResult<PermissionWords[]> {
  return usePermissions(ofProperties);
}

/** Asked for once, whoever shows which of them. @param select the same function each time, so that it is remembered */
function usePermissions(
  select: (permissions: PermissionWords[]) => PermissionWords[],
): UseQueryResult<PermissionWords[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['permissions'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => allOf(tenantry.each('/api/v1/permissions')),
    select,
  });
}

const ofTenants = (permissions: PermissionWords[]) =>
  permissions.filter(({ scopeKind }) => scopeKind !== 'platform');
const ofProperties = (permissions: PermissionWords[]) =>
  permissions.filter(({ scopeKind }) => scopeKind === 'property');
