import { useInfiniteQuery } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';
import type { AuditEntry, Place } from './types';
import { byPage, pageFrom, type PageOf } from './pages';

export interface AuditFilter {
  readonly outcome?: 'allowed' | 'denied';
  /** ISO 8601. */
  readonly from?: string;
}

/** What happened on the property, newest first, a page at a time. */
export function useAuditLog(place: Place, filter: AuditFilter) {
  const tenantry = useTenantry();
  return useInfiniteQuery({
    queryKey: ['audit', place, filter],
    ...byPage(),
    queryFn: async ({ pageParam, signal }): Promise<PageOf<AuditEntry>> => {
      const query = { ...filter, ...pageFrom(pageParam, 50) };
      const { data } = await tenantry.get(
        '/api/v1/organizations/{organizationId}/properties/{propertyId}/audit-log',
        { params: { path: { ...place }, query }, signal },
      );
      return data;
    },
  });
}
