import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';

/** The record of processing activities (Art. 30(1) GDPR). */
export interface DataMap {
  readonly title: string;
  readonly generatedAt: string;
  readonly controller: Readonly<Record<'name' | 'contact' | 'dataProtectionOfficer', string | null>>;
  /** Settings without which the record is not complete. */
  readonly missing: readonly string[];
  readonly activities: readonly {
    readonly name: string;
    readonly module: string;
    readonly purposes: readonly string[];
    readonly legalBases: readonly string[];
    readonly dataSubjects: readonly string[];
    readonly categories: readonly { readonly category: string; readonly columns: readonly string[] }[];
    readonly recipients: readonly string[];
    readonly timeLimits: readonly Readonly<Record<'data' | 'limit' | 'enforcedBy' | 'onErasure', string>>[];
  }[];
  readonly recipients: readonly {
    readonly name: string;
    readonly role: string;
    readonly country: string | null;
    readonly safeguards: string | null;
  }[];
  readonly security: readonly { readonly goal: string; readonly measures: readonly string[] }[];
}

export function useDataMap(): UseQueryResult<DataMap> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['data-map'],
    queryFn: async () => {
      const params = { query: { format: 'json' as const } };
      return (await tenantry.get('/api/v1/privacy/data-map', { params })).data as unknown as DataMap;
    },
  });
}
