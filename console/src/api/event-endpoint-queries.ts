import type { components } from '@tenantry/client';
import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ORGANIZATION } from './organization-queries';
import { useTenantry } from './tenantry-provider';
import { useAct } from './use-act';
import { allOf } from './all-of';
import { byPage, pageFrom } from './pages';

type Schemas = components['schemas'];
export type Endpoint = Schemas['EventEndpointResponse'];
export type NewEndpoint = Schemas['NewEventEndpointResponse'];
export type EndpointToMake = Schemas['CreateEventEndpointRequest'];
export type EventDelivery = Schemas['EventDeliveryResponse'];
type EndpointChange = Schemas['ChangeEventEndpointRequest'];

const ENDPOINTS = `${ORGANIZATION}/event-endpoints` as const;
const ENDPOINT = `${ENDPOINTS}/{endpointId}` as const;
/** Deliveries come by themselves: they are looked at this often, in milliseconds, more often while one waits. */
const LOOK_MS = 5_000;
const LOOK_WAITING_MS = 1_000;

/** Which endpoint it is: of which organization, by our ids. */
export interface EndpointPath {
  readonly organizationId: string;
  readonly endpointId: string;
}

export function useEndpoints(organizationId: string): UseQueryResult<Endpoint[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['event-endpoints', organizationId],
    queryFn: async ({ signal }) => {
      const params = { path: { organizationId }, query: { limit: 100 } };
      return allOf(tenantry.each(ENDPOINTS, { params, signal }));
    },
  });
}

export function useEndpoint(path: EndpointPath): UseQueryResult<Endpoint> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['event-endpoint', path],
    queryFn: async () => (await tenantry.get(ENDPOINT, { params: { path: { ...path } } })).data,
  });
}

/** What was sent, what waits and what was given up, newest first; a page at a time. */
export function useDeliveries(path: EndpointPath, state: EventDelivery['state'] | undefined) {
  const tenantry = useTenantry();
  return useInfiniteQuery({
    queryKey: ['event-deliveries', path, state],
    ...byPage<EventDelivery>(),
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.data.some((each) => each.state === 'pending') === true ? LOOK_WAITING_MS : LOOK_MS,
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        ...(state !== undefined && { state }),
        ...pageFrom(pageParam, 50),
      };
      return (await tenantry.get(`${ENDPOINT}/deliveries`, { params: { path: { ...path }, query }, signal }))
        .data;
    },
  });
}

/** Has events delivered to an address; the answer is the only one that holds the secret. */
export function useMakeEndpoint(organizationId: string, onDone: (endpoint: NewEndpoint) => void) {
  const tenantry = useTenantry();
  return useAct(
    async (body: EndpointToMake) =>
      (await tenantry.post(ENDPOINTS, { params: { path: { organizationId } }, body })).data,
    onDone,
  );
}

export function useChangeEndpoint(path: EndpointPath, onDone?: (change: EndpointChange) => void) {
  const tenantry = useTenantry();
  return useAct(
    ({ version, ...body }: EndpointChange & { version?: number }) => {
      const header = version === undefined ? {} : { 'If-Match': `"${String(version)}"` };
      return tenantry.patch(ENDPOINT, { params: { path: { ...path }, header }, body });
    },
    (_, change) => onDone?.(change),
  );
}

export function useDeleteEndpoint(path: EndpointPath, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(() => tenantry.delete(ENDPOINT, { params: { path: { ...path } } }), onDone);
}

/** A new secret; for a while deliveries are signed by both. */
export function useRotateSecret(path: EndpointPath, onDone: (endpoint: NewEndpoint) => void) {
  const tenantry = useTenantry();
  return useAct(
    async () => (await tenantry.post(`${ENDPOINT}/secret`, { params: { path: { ...path } }, body: {} })).data,
    onDone,
  );
}

/** Sends one event now; a refusal of the receiver is a problem that says what it answered. */
export function useTestEndpoint(path: EndpointPath, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(() => tenantry.post(`${ENDPOINT}/test`, { params: { path: { ...path } } }), onDone);
}

export function useReplayEvents(path: EndpointPath, onDone: (count: number) => void) {
  const tenantry = useTenantry();
  return useAct(
    async (body: Schemas['ReplayEventsRequest']) =>
      (await tenantry.post(`${ENDPOINT}/replay`, { params: { path: { ...path } }, body })).data.count,
    onDone,
  );
}
