import type { components } from '@tenantry/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ORGANIZATION } from './organization-queries';
import { useTenantry } from './tenantry-provider';

type Schemas = components['schemas'];
export type UsageReport = Schemas['UsageReportResponse'];
export type UsageExplanation =
  Schemas['PersonExplanationResponse'] | Schemas['OrganizationExplanationResponse'];

/** The month's usage of the whole platform; the present month unless told. */
export function useUsage(): UseQueryResult<UsageReport> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['usage'],
    queryFn: async () => (await tenantry.get('/api/v1/usage')).data as UsageReport,
  });
}

/** The present month's usage of an organization. */
export function useOrganizationUsage(organizationId: string): UseQueryResult<UsageReport> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['usage', organizationId],
    queryFn: async () => {
      const params = { path: { organizationId } };
      return (await tenantry.get(`${ORGANIZATION}/usage`, { params })).data as UsageReport;
    },
  });
}

/** Why a person or an organization counts on the platform: by our id of a person, or by Clerk's of either. */
export function useWhyCounted(id: string): UseQueryResult<UsageExplanation> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['why-counted', id],
    queryFn: async () => {
      const query = id.startsWith('org_') ? { organizationId: id } : { userId: id };
      return (await tenantry.get('/api/v1/usage/explain', { params: { query } })).data;
    },
  });
}

/** Why a member counts in the organization, or, without one, why the organization itself does. */
export function useOrganizationWhyCounted(
  organizationId: string,
  userId: string | null,
): UseQueryResult<UsageExplanation> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['why-counted', organizationId, userId],
    queryFn: async () => {
      const params = { path: { organizationId }, query: userId === null ? {} : { userId } };
      return (await tenantry.get(`${ORGANIZATION}/usage/explain`, { params })).data;
    },
  });
}
