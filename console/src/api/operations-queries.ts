import type { components } from '@tenantry/client';
import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';
import { useAct } from './use-act';
import { byPage, pageFrom } from './pages';

type Schemas = components['schemas'];
export type Alarm = Schemas['SyncAlarmResponse'];
export type Reconciliation = Schemas['ReconciliationResponse'];
export type Drift = Schemas['ReconciliationDetailResponse'];
export type PeriodicJob = Schemas['PeriodicJobResponse'];
export type Doctor = Schemas['DoctorResponse'];

/** A comparison or a run that is under way is looked at this often, in milliseconds. */
const LOOK_MS = 1_000;

/** A part of the service. */
export interface HealthPart {
  readonly name: string;
  readonly status: string;
}

/** How each part of the service is. */
export function useHealth(): UseQueryResult<readonly HealthPart[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['health'],
    refetchInterval: 30_000,
    queryFn: async () => {
      const { data } = await tenantry.get('/health');
      const parts = (data['indicators'] ?? {}) as Record<string, { status: string }>;
      return Object.entries(parts).map(([name, { status }]) => ({ name, status }));
    },
  });
}

export function useDoctor() {
  const tenantry = useTenantry();
  return useAct(async () => (await tenantry.post('/api/v1/operations/doctor')).data);
}

export function useAlarms(): UseQueryResult<readonly Alarm[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['alarms'],
    queryFn: async () => {
      const params = { query: { open: true, limit: 100 } };
      return (await tenantry.get('/api/v1/sync/alarms', { params })).data.data;
    },
  });
}

export function useClearAlarm() {
  const tenantry = useTenantry();
  return useAct((alarmId: string) =>
    tenantry.post('/api/v1/sync/alarms/{alarmId}/clear', { params: { path: { alarmId } } }),
  );
}

/** The latest comparisons with Clerk. */
export function useReconciliations(): UseQueryResult<readonly Reconciliation[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['reconciliations'],
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) === true ? LOOK_MS : false),
    queryFn: async () =>
      (await tenantry.get('/api/v1/sync/reconciliations', { params: { query: { limit: 10 } } })).data.data,
  });
}

export function isUnderWay({ status }: Reconciliation): boolean {
  return status === 'planning' || status === 'applying';
}

/** One comparison with the first hundred differences. */
export function useDrift(reconciliationId: string, status: string): UseQueryResult<Drift> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['drift', reconciliationId, status],
    queryFn: async () => {
      const params = { path: { reconciliationId }, query: { limit: 100 } };
      return (await tenantry.get('/api/v1/sync/reconciliations/{reconciliationId}', { params })).data;
    },
  });
}

export function useCompare() {
  const tenantry = useTenantry();
  return useAct(() => tenantry.post('/api/v1/sync/reconciliations', { body: { mode: 'full' } }));
}

/** Carries out the plan that was read, which its hash proves; `force` releases the safety threshold. */
export function useApplyPlan(onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(
    ({ reconciliationId, ...body }: { reconciliationId: string; hash: string; force: boolean }) =>
      tenantry.post('/api/v1/sync/reconciliations/{reconciliationId}/apply', {
        params: { path: { reconciliationId } },
        body,
      }),
    onDone,
  );
}

/** Clerk's deliveries that were given up, newest first. */
export function useDeadLetters() {
  const tenantry = useTenantry();
  return useInfiniteQuery({
    queryKey: ['dead-letters'],
    ...byPage(),
    queryFn: async ({ pageParam }) => {
      const query = {
        state: 'dead' as const,
        ...pageFrom(pageParam, 50),
      };
      return (await tenantry.get('/api/v1/sync/events', { params: { query } })).data;
    },
  });
}

export function useReplay(onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(
    (eventId: string) =>
      tenantry.post('/api/v1/sync/events/{eventId}/replay', { params: { path: { eventId } } }),
    onDone,
  );
}

export function useSchedule(): UseQueryResult<readonly PeriodicJob[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['schedule'],
    refetchInterval: ({ state }) =>
      state.data?.some(({ lastRun }) => lastRun?.state === 'running') === true ? LOOK_MS : false,
    queryFn: async () => (await tenantry.get('/api/v1/sync/schedule')).data.data,
  });
}

export function useRunJob(onDone: (job: string) => void) {
  const tenantry = useTenantry();
  return useAct(
    (job: string) => tenantry.post('/api/v1/sync/schedule/{job}/run', { params: { path: { job } } }),
    (_, job) => {
      onDone(job);
    },
  );
}
