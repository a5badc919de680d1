import { type AuditVerdict, type components, type operations, verifyAuditExport } from '@tenantry/client';
import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';
import type { AuditEntry } from './types';
import { useAct } from './use-act';
import { byPage, pageFrom, type PageOf } from './pages';

export type AuditChain = components['schemas']['AuditChainResponse'];
export type AuditQuery = NonNullable<operations['listAuditLog']['parameters']['query']>;
/** What rows are looked for; everything given must hold. */
export type AuditSearch = Omit<AuditQuery, 'limit' | 'cursor'>;

/** What happened anywhere, newest first, a page at a time. */
export function useAuditSearch(search: AuditSearch) {
  const tenantry = useTenantry();
  return useInfiniteQuery({
    queryKey: ['audit-search', search],
    ...byPage(),
    queryFn: async ({ pageParam, signal }): Promise<PageOf<AuditEntry>> => {
      const query = { ...search, ...pageFrom(pageParam, 50) };
      return (await tenantry.get('/api/v1/audit-log', { params: { query }, signal })).data;
    },
  });
}

/** How far the log is sealed and signed, as the service tells it. */
export function useAuditChain(): UseQueryResult<AuditChain> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['audit-chain'],
    queryFn: async () => (await tenantry.get('/api/v1/audit-log/chain')).data,
  });
}

/** Fetches the whole log and checks it here: every hash, every link, and the signature of the present key. */
export function useCheckAudit() {
  const tenantry = useTenantry();
  return useAct(async (): Promise<AuditVerdict> => {
    const { data: signing } = await tenantry.get('/api/v1/signing-keys');
    const { data } = await tenantry.get('/api/v1/audit-log/export', { parseAs: 'text' });
    return verifyAuditExport(data.split('\n'), signing.keys);
  });
}

/** Fetches what is looked for as a file; the export itself is written down. */
export function useExportAudit(onDone: (file: Blob, format: 'ndjson' | 'csv') => void) {
  const tenantry = useTenantry();
  return useAct(
    async ({ format, ...search }: AuditSearch & { readonly format: 'ndjson' | 'csv' }) =>
      (await tenantry.get('/api/v1/audit-log/export', {
        params: { query: { ...search, format } },
        parseAs: 'blob',
      })) as unknown as { data: Blob },
    ({ data }, { format }) => {
      onDone(data, format);
    },
  );
}
