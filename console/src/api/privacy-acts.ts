import type { components } from '@tenantry/client';
import { useTenantry } from './tenantry-provider';
import { useAct } from './use-act';

type Schemas = components['schemas'];
export type Trial = Schemas['BulkItemResponse'];
const REQUEST = '/api/v1/privacy/requests/{requestId}';
const ERASURE = '/api/v1/privacy/erasures/{erasureId}';
/** How often a dry run is looked at, in milliseconds. */
const LOOK_MS = 500;

export function useExtendRequest(requestId: string, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(
    (body: Schemas['ExtensionBody']) =>
      tenantry.post(`${REQUEST}/extend`, { params: { path: { requestId } }, body }),
    onDone,
  );
}

export function useResolveRequest(requestId: string, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(
    (body: Schemas['ResolutionBody']) =>
      tenantry.post(`${REQUEST}/resolve`, { params: { path: { requestId } }, body }),
    onDone,
  );
}

/** Says under which law a request stands; its deadline follows. */
export function useSetLaw(requestId: string, onDone: (law: Schemas['LawBody']['law']) => void) {
  const tenantry = useTenantry();
  return useAct(
    (law: Schemas['LawBody']['law']) =>
      tenantry.put(`${REQUEST}/law`, { params: { path: { requestId } }, body: { law } }),
    (_, law) => {
      onDone(law);
    },
  );
}

export function useApproveErasure(erasureId: string, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(() => tenantry.post(`${ERASURE}/approve`, { params: { path: { erasureId } } }), onDone);
}

export function useCancelErasure(erasureId: string, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(() => tenantry.post(`${ERASURE}/cancel`, { params: { path: { erasureId } } }), onDone);
}

/** What is asked for in somebody's name. */
export type NewRequest =
  | { readonly kind: 'access'; readonly userId: string }
  | {
      readonly kind: 'erasure';
      readonly userId: string;
      readonly reason?: string;
      readonly gracePeriodDays: number;
    }
  | (Schemas['RequestBody'] & { readonly kind: 'correction' | 'objection' });

/** Files a request by the route of its kind. @returns its id */
export function useFileRequest(onDone: (requestId: string) => void) {
  const tenantry = useTenantry();
  return useAct(async (wanted: NewRequest) => {
    switch (wanted.kind) {
      case 'access': {
        const { userId } = wanted;
        return (await tenantry.post('/api/v1/privacy/exports', { body: { userId } })).data.id;
      }
      case 'erasure': {
        const { userId, reason, gracePeriodDays } = wanted;
        const body = { userId, gracePeriodDays, ...(reason !== undefined && { reason }) };
        return (await tenantry.post('/api/v1/privacy/erasures', { body })).data.id;
      }
      default:
        return (await tenantry.post('/api/v1/privacy/requests', { body: wanted })).data.id;
    }
  }, onDone);
}

const ACTIONS = { access: 'export', erasure: 'erase', objection: 'object' } as const;

/** Tells what would come of a request, and asks for nothing. There is none for a correction, which changes nothing itself. */
export function useTryRequest() {
  const tenantry = useTenantry();
  return useAct(
    async (wanted: { kind: keyof typeof ACTIONS; userId: string; purposes?: string[] }): Promise<Trial> => {
      const { kind, userId, purposes } = wanted;
      const body = {
        action: ACTIONS[kind],
        people: [userId],
        dryRun: true,
        ...(purposes !== undefined && { purposes }),
      };
      const { data: bulk } = await tenantry.post('/api/v1/privacy/bulk', { body });
      const params = { path: { bulkId: bulk.id } };
      for (;;) {
        const { data } = await tenantry.get('/api/v1/privacy/bulk/{bulkId}', { params });
        if (data.status !== 'running') break;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      const { data: items } = await tenantry.get('/api/v1/privacy/bulk/{bulkId}/items', { params });
      const [item] = items.data;
      if (item === undefined) throw new Error('the dry run told nothing');
      return item;
    },
  );
}

export function useDecideFinding(findingId: string, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(
    (body: Schemas['DecisionBody']) =>
      tenantry.post('/api/v1/privacy/findings/{findingId}/decide', { params: { path: { findingId } }, body }),
    onDone,
  );
}

export function usePlaceHold(onDone?: () => void) {
  const tenantry = useTenantry();
  return useAct(
    async (body: Schemas['HoldBody']) => (await tenantry.post('/api/v1/privacy/holds', { body })).data,
    onDone,
  );
}

export function useReleaseHold(holdId: string, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(
    () => tenantry.delete('/api/v1/privacy/holds/{holdId}', { params: { path: { holdId } } }),
    onDone,
  );
}

/** Fetches the archive; every download is written down. */
export function useDownloadExport(exportId: string, onDone: (archive: Blob) => void) {
  const tenantry = useTenantry();
  return useAct(
    async () =>
      (
        await tenantry.get('/api/v1/privacy/exports/{exportId}/download', {
          params: { path: { exportId } },
          parseAs: 'blob',
        })
      ).data as unknown as Blob,
    onDone,
  );
}
