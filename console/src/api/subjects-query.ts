import type { components, Tenantry } from '@tenantry/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';

export type Subject = components['schemas']['SubjectResponse'];

/** The service takes so many in one question. */
const AT_ONCE = 100;

/** People by our ids, as far as they are still known: whoever is erased is missing. */
export function useSubjects(ids: readonly string[]): UseQueryResult<ReadonlyMap<string, Subject>> {
  const tenantry = useTenantry();
  const wanted = [...new Set(ids)].sort();
  return useQuery({
    queryKey: ['subjects', wanted],
    enabled: wanted.length > 0,
    placeholderData: (before) => before,
    queryFn: async () => {
      const found = new Map<string, Subject>();
      for (let start = 0; start < wanted.length; start += AT_ONCE)
        for (const subject of await findSubjects(tenantry, wanted.slice(start, start + AT_ONCE)))
          found.set(subject.userId, subject);
      return found;
    },
  });
}

/** @param people our ids, Clerk's, or whole e-mail addresses */
export async function findSubjects(tenantry: Tenantry, people: string[]): Promise<Subject[]> {
  const { data } = await tenantry.post('/api/v1/privacy/subjects/find', { body: { people } });
  return data.data.flatMap((each) => each.people);
}
