import type { components } from '@tenantry/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ORGANIZATION } from './organization-queries';
import { useTenantry } from './tenantry-provider';
import { useAct } from './use-act';

export type OrganizationExport = components['schemas']['OrganizationExportResponse'];

const EXPORTS = `${ORGANIZATION}/data-exports` as const;
/** One that is under way is looked at this often, in milliseconds. */
const LOOK_MS = 1_000;

/** Exports of all data of the organization, newest first. */
export function useOrganizationExports(organizationId: string): UseQueryResult<OrganizationExport[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['organization-exports', organizationId],
    refetchInterval: ({ state }) =>
      state.data?.some(({ status }) => status === 'pending' || status === 'running') === true
        ? LOOK_MS
        : false,
    queryFn: async () => {
      const params = { path: { organizationId }, query: { limit: 20 } };
      return (await tenantry.get(EXPORTS, { params })).data.data;
    },
  });
}

export function useExportOrganization(organizationId: string, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(() => tenantry.post(EXPORTS, { params: { path: { organizationId } } }), onDone);
}

/** Reads the archive with the caller's token, which an address could not carry, and hands it to the browser to save. */
export function useDownloadOrganizationExport(organizationId: string) {
  const tenantry = useTenantry();
  return useAct(async (exportId: string) => {
    const params = { path: { organizationId, exportId } };
    const { response } = await tenantry.get(`${EXPORTS}/{exportId}/download`, { params, parseAs: 'stream' });
    return { exportId, archive: await response.blob() };
  });
}
