import { type components, isProblem } from '@tenantry/client';
import { useInfiniteQuery, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { byPage, pageFrom, type PageOf } from './pages';
import { useTenantry } from './tenantry-provider';

type Schemas = components['schemas'];
export type PrivacyRequest = Schemas['RequestResponse'];
export type PrivacyRequestDetail = Schemas['RequestDetailResponse'];
export type Erasure = Schemas['ErasureResponse'];
export type AccessExport = Schemas['ExportResponse'];
export type Finding = Schemas['FindingResponse'];
export type Hold = Schemas['HoldResponse'];
export type Consent = Schemas['ConsentResponse'];

/** What is under way is looked at this often, in milliseconds; an erasure that waits and an archive less often. */
const LOOK_MS = 1_000;
const WAITING_MS = 3_000;
const GLANCE_MS = 15_000;
const PAGE = 25;

export interface RequestFilter {
  readonly status: 'open' | 'closed' | 'all';
  readonly kind?: PrivacyRequest['kind'];
  readonly userId?: string;
}

/** Requests of people, those that are due first on top. */
export function usePrivacyRequests(filter: RequestFilter) {
  const tenantry = useTenantry();
  return useInfiniteQuery({
    queryKey: ['privacy-requests', filter],
    ...byPage(),
    queryFn: async ({ pageParam, signal }): Promise<PageOf<PrivacyRequest>> => {
      const query = { ...filter, ...pageFrom(pageParam, PAGE) };
      return (await tenantry.get('/api/v1/privacy/requests', { params: { query }, signal })).data;
    },
  });
}

export function usePrivacyRequest(requestId: string): UseQueryResult<PrivacyRequestDetail> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['privacy-request', requestId],
    queryFn: async () =>
      (await tenantry.get('/api/v1/privacy/requests/{requestId}', { params: { path: { requestId } } })).data,
  });
}

/** How far erasures are, by their ids; those that one may not see are missing. */
export function useErasures(ids: readonly string[]): ReadonlyMap<string, Erasure> {
  const options = useErasureOptions();
  return useQueries({
    // A line of the queue tells where each stood; the page of one follows it.
    queries: ids.map((id) => ({ ...options(id), refetchInterval: false as const })),
    combine: (answers) => new Map(answers.flatMap(({ data }) => (data ? [[data.id, data] as const] : []))),
  });
}

/** How far an erasure is, step by step; null for who may not see it. Asked again for as long as it is not over. */
export function useErasure(erasureId: string): UseQueryResult<Erasure | null> {
  return useQuery(useErasureOptions()(erasureId));
}

function useErasureOptions() {
  const tenantry = useTenantry();
  return (erasureId: string) => ({
    queryKey: ['erasure', erasureId],
    refetchInterval: ({ state }: { state: { data: Erasure | null | undefined } }) =>
      paceOf(state.data?.status),
    queryFn: () =>
      orNull(async () => {
        const params = { path: { erasureId } };
        return (await tenantry.get('/api/v1/privacy/erasures/{erasureId}', { params })).data;
      }),
  });
}

function paceOf(status: Erasure['status'] | undefined): number | false {
  if (status === 'running') return LOOK_MS;
  return status === undefined || status === 'done' || status === 'cancelled' ? false : WAITING_MS;
}

/** The archive of an access request; null for who did not ask for it. */
export function useAccessExport(exportId: string): UseQueryResult<AccessExport | null> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['access-export', exportId],
    refetchInterval: ({ state }) =>
      state.data?.status === 'pending' || state.data?.status === 'running' ? LOOK_MS : GLANCE_MS,
    queryFn: () =>
      orNull(async () => {
        const params = { path: { exportId } };
        return (await tenantry.get('/api/v1/privacy/exports/{exportId}', { params })).data;
      }),
  });
}

/** Texts in which an erased person may be meant, newest first. */
export function useFindings(filter: { readonly status?: Finding['status']; readonly erasureId?: string }) {
  const tenantry = useTenantry();
  return useInfiniteQuery({
    queryKey: ['findings', filter],
    ...byPage(),
    queryFn: async ({ pageParam, signal }): Promise<PageOf<Finding>> => {
      const query = { ...filter, ...pageFrom(pageParam, PAGE) };
      return (await tenantry.get('/api/v1/privacy/findings', { params: { query }, signal })).data;
    },
  });
}

/** Legal holds that stand, newest first. */
export function useHolds(userId: string | null) {
  const tenantry = useTenantry();
  return useInfiniteQuery({
    queryKey: ['holds', userId],
    ...byPage(),
    queryFn: async ({ pageParam, signal }): Promise<PageOf<Hold>> => {
      const query = { ...pageFrom(pageParam, PAGE), ...(userId !== null && { userId }) };
      return (await tenantry.get('/api/v1/privacy/holds', { params: { query }, signal })).data;
    },
  });
}

/** What somebody agreed to and took back, latest first. */
export function useConsents(userId: string): UseQueryResult<readonly Consent[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['consents', userId],
    queryFn: async () =>
      (await tenantry.get('/api/v1/privacy/consents', { params: { query: { userId } } })).data.data,
  });
}

async function orNull<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (isProblem(error, 'not_found')) return null;
    throw error;
  }
}
