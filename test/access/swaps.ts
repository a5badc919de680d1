import { isReading } from './examples.js';
import { requestFor } from './request-for.js';
import { type Fixtures, roleOnOrganization, roleOnProperty, type Scene } from './scene.js';
import type { ApiRequest } from './http.js';
import type { MatrixRow } from './matrix.js';
import type { Target } from './people.js';

/** One id of the caller's own tenant, and what of the other tenant's is put in its place. */
interface Swap {
  readonly own: string;
  readonly foreign: readonly string[];
}

/** What stands for the other tenant in a swapped request. */
export interface Victim extends Target {
  readonly fixtures: Fixtures;
  /** Of each, ours and Clerk's. */
  readonly userIds: readonly string[];
  /** Cursors that the other tenant's people were given. */
  readonly cursors: readonly string[];
}

/** Every request that comes from a valid one by putting ids of the other tenant into any of its places. */
export function swappedRequests(row: MatrixRow, scene: Scene, victim: Victim): ApiRequest[] {
  const base = requestFor(row, scene);
  const swaps = [...placeSwaps(scene, victim), ...personSwaps(scene, victim)].filter(({ own }) =>
    mentions(base, own),
  );
  const variants = combinations(swaps).map((chosen) => chosen.reduce(applySwap, base));
  return isReading(row)
    ? [...variants, ...decorated(base, victim), ...withCursors(row, base, victim)]
    : variants;
}

function placeSwaps({ tenant, place, fixtures }: Scene, victim: Victim): Swap[] {
  const other = victim.tenant;
  return [
    { own: tenant.id, foreign: [other.id, other.clerkId, other.id.toUpperCase()] },
    { own: place.id, foreign: other.places.map(({ id }) => id) },
    { own: roleOnProperty(tenant), foreign: [roleOnProperty(other)] },
    { own: roleOnOrganization(tenant), foreign: [roleOnOrganization(other)] },
    ...pair(fixtures.invitationToOrganization, place.id, victim),
    ...pair(fixtures.invitationToProperty, place.id, victim),
    ...Object.keys(fixtures.madeByPost.get(place.id) ?? {}).flatMap((name) =>
      pair(idsOf(fixtures, name), place.id, victim),
    ),
  ];
}

/** What was made for each property and stands in paths by this name. */
function idsOf({ madeByPost }: Fixtures, name: string): Map<string, string> {
  return new Map(
    [...madeByPost].flatMap(([place, { [name]: id }]) => (id === undefined ? [] : [[place, id]])),
  );
}

function personSwaps({ world, spareMember, spare, person }: Scene, { userIds }: Victim): Swap[] {
  const people = [spareMember, spare, person.email].filter((email) => email !== null);
  return [...new Set(people)].map((email) => ({ own: world.idOf(email), foreign: userIds }));
}

function pair(byPlace: ReadonlyMap<string, string>, placeId: string, { tenant }: Victim): Swap[] {
  const own = byPlace.get(placeId);
  const foreign = tenant.places.map(({ id }) => byPlace.get(id)).filter((id) => id !== undefined);
  return own === undefined || foreign.length === 0 ? [] : [{ own, foreign }];
}

type Chosen = readonly [own: string, foreign: string];

/** Each non-empty choice of places with each foreign id. */
function combinations(swaps: readonly Swap[]): Chosen[][] {
  const all = swaps.reduce<Chosen[][]>(
    (sets, { own, foreign }) => [
      ...sets,
      ...sets.flatMap((set) => foreign.map((id): Chosen[] => [...set, [own, id]])),
    ],
    [[]],
  );
  return all.filter((set) => set.length > 0);
}

function mentions(request: ApiRequest, id: string): boolean {
  return request.path.includes(encodeURIComponent(id)) || JSON.stringify(request.body ?? null).includes(id);
}

function applySwap(request: ApiRequest, [own, foreign]: Chosen): ApiRequest {
  return {
    ...request,
    path: request.path.replaceAll(encodeURIComponent(own), encodeURIComponent(foreign)),
    ...(request.body !== undefined && {
      body: JSON.parse(JSON.stringify(request.body).replaceAll(own, foreign)) as unknown,
    }),
  };
}

/** The caller's own path, with the other tenant named wherever a careless service might look. */
function decorated(base: ApiRequest, { tenant, place }: Victim): ApiRequest[] {
  const joiner = base.path.includes('?') ? '&' : '?';
  const withHeaders = (headers: Record<string, string>): ApiRequest => ({
    ...base,
    headers: { ...base.headers, ...headers },
  });
  return [
    withHeaders({ 'x-organization-id': tenant.id, 'x-property-id': place.id, 'x-tenant': tenant.slug }),
    withHeaders({
      'x-original-url': `/api/v1/organizations/${tenant.id}`,
      'x-rewrite-url': `/api/v1/organizations/${tenant.id}`,
    }),
    withHeaders({ cookie: `organization=${tenant.id}; __session=x` }),
    { ...base, path: `${base.path}${joiner}organizationId=${tenant.id}&propertyId=${place.id}` },
    { ...base, path: `${base.path}${joiner}query=${tenant.slug}` },
  ];
}

function withCursors(row: MatrixRow, base: ApiRequest, { cursors }: Victim): ApiRequest[] {
  if (row.method !== 'GET') return [];
  const joiner = base.path.includes('?') ? '&' : '?';
  return cursors.map((cursor) => ({ ...base, path: `${base.path}${joiner}cursor=${cursor}` }));
}
