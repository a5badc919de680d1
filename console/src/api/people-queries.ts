import { queryOptions, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { Tenantry } from '@tenantry/client';
import { byKey } from './all-of';
import { useTenantry } from './tenantry-provider';
import type { Explanation, Grant, Member, Person, Place } from './types';

/** What opens a property at all: who holds this has access. */
export const OPEN_PROPERTY = 'property:property:read';
const PAGE = 100;
const GRANTS = '/api/v1/organizations/{organizationId}/properties/{propertyId}/grants';

/** Somebody of the property: how to call them, and the roles that they were given right here. */
export interface PersonOfProperty extends Person {
  readonly grants: readonly Grant[];
  /** Whether they may open the property now; a grant may begin later. */
  readonly hasAccess: boolean;
}

export interface People {
  readonly people: readonly PersonOfProperty[];
  /** Whether everybody is there; until then the first pages are. */
  readonly isComplete: boolean;
}

/** Everybody with access to a property and everybody with a grant on it, page by page as they come. */
export function usePeople(place: Place): UseQueryResult<People> {
  const tenantry = useTenantry();
  const queries = useQueryClient();
  const queryKey = ['people', place];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const grants = new Map<string, Grant[]>();
      const found = new Map<string, Person>();
      const isFirst = queries.getQueryData(queryKey) === undefined;
      const told = (isComplete: boolean): People => ({
        people: [...found.values()].map((person) => ({
          ...person,
          grants: grants.get(person.userId) ?? [],
          hasAccess: true,
        })),
        isComplete,
      });
      const readGrants = async () => {
        const params = { path: { ...place }, query: { limit: PAGE } };
        for await (const grant of tenantry.each(GRANTS, { params, signal }))
          grants.set(grant.userId, [...(grants.get(grant.userId) ?? []), grant]);
      };
      const readPeople = async () => {
        const query = { permission: OPEN_PROPERTY, ...place, limit: PAGE };
        for await (const page of tenantry.pages('/api/v1/access/people', { params: { query }, signal })) {
          for (const person of page) found.set(person.userId, person);
          // Shown at once, so that nobody waits for the last page of many.
          if (isFirst) queries.setQueryData<People>(queryKey, told(false));
        }
      };
      await Promise.all([readGrants(), readPeople()]);
      const { people } = told(true);
      const later = [...grants.entries()].flatMap(([userId, [first, ...more]]) =>
        found.has(userId) || first === undefined
          ? []
          : [{ ...first, grants: [first, ...more], hasAccess: false }],
      );
      return { people: [...people, ...later], isComplete: true };
    },
  });
}

/** Why somebody may or may not do something at the place. */
export function useExplanation(
  place: Place,
  permission: string,
  userId: string,
  enabled = true,
): UseQueryResult<Explanation> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['explanation', place, permission, userId],
    enabled,
    queryFn: () => tenantry.explain(permission, { ...place, userId }),
  });
}

/** Everybody in the organization by id, asked for once; nobody where one may not see them. */
export function membersOptions(tenantry: Tenantry, organizationId: string) {
  return queryOptions({
    queryKey: ['members', organizationId],
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => {
      const params = { path: { organizationId }, query: { limit: PAGE } };
      return byKey(
        tenantry.each('/api/v1/organizations/{organizationId}/members', { params, signal }),
        ({ userId }) => userId,
      );
    },
  });
}

/** Somebody of the organization by id; null where there is no such member. */
export function useMember(organizationId: string, userId: string): UseQueryResult<Member | null> {
  const options = membersOptions(useTenantry(), organizationId);
  return useQuery({ ...options, select: (members) => members.get(userId) ?? null });
}
