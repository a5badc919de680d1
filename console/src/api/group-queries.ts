import type { components } from '@tenantry/client';
import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ORGANIZATION } from './organization-queries';
import { useTenantry } from './tenantry-provider';
import type { Place } from './types';
import { useAct } from './use-act';
import { allOf } from './all-of';
import { byPage, pageFrom } from './pages';

type Schemas = components['schemas'];
export type Group = Schemas['GroupResponse'];
export type WholeGroup = Schemas['WholeGroupResponse'];
export type GroupGrant = Schemas['GroupGrantResponse'];
export type GroupMember = Schemas['GroupMemberResponse'];
export type GroupOnProperty = Schemas['GroupGrantOnPropertyResponse'];
export type RoleToGive = Schemas['GiveRoleWithinRequest'];
type Fields = Schemas['CreateGroupRequest'];

const GROUPS = `${ORGANIZATION}/groups` as const;
const GROUP = `${GROUPS}/{groupId}` as const;

export function useGroups(organizationId: string): UseQueryResult<Group[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['groups', organizationId],
    queryFn: async ({ signal }) => {
      const params = { path: { organizationId }, query: { limit: 100 } };
      return allOf(tenantry.each(GROUPS, { params, signal }));
    },
  });
}

/** One group, what it holds, and what lies in it. */
export function useGroup(organizationId: string, groupId: string): UseQueryResult<WholeGroup> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['group', organizationId, groupId],
    queryFn: async () => (await tenantry.get(GROUP, { params: { path: { organizationId, groupId } } })).data,
  });
}

/** Everybody who is in a group, in whatever way; a page at a time. */
export function useGroupMembers(organizationId: string, groupId: string) {
  const tenantry = useTenantry();
  return useInfiniteQuery({
    queryKey: ['group-members', organizationId, groupId],
    ...byPage(),
    queryFn: async ({ pageParam, signal }) => {
      const query = pageFrom(pageParam, 50);
      const params = { path: { organizationId, groupId }, query };
      return (await tenantry.get(`${GROUP}/members`, { params, signal })).data;
    },
  });
}

/** Which groups hold which role on a property. */
export function useGroupsOfProperty(place: Place): UseQueryResult<GroupOnProperty[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['groups-of-property', place],
    queryFn: async ({ signal }) => {
      const path = `${ORGANIZATION}/properties/{propertyId}/group-grants` as const;
      const params = { path: { ...place }, query: { limit: 100 } };
      return allOf(tenantry.each(path, { params, signal }));
    },
  });
}

export function useMakeGroup(organizationId: string, onDone: (group: Group) => void) {
  const tenantry = useTenantry();
  return useAct(
    async (body: Fields) =>
      (await tenantry.post(GROUPS, { params: { path: { organizationId } }, body })).data,
    onDone,
  );
}

/** Changes name, words and role of a group, from the version that was seen. */
export function useChangeGroup(organizationId: string, { id, version }: WholeGroup, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct((body: Fields) => {
    const header = { 'If-Match': `"${String(version)}"` };
    return tenantry.patch(GROUP, { params: { path: { organizationId, groupId: id }, header }, body });
  }, onDone);
}

export function useDeleteGroup(organizationId: string, groupId: string, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(() => tenantry.delete(GROUP, { params: { path: { organizationId, groupId } } }), onDone);
}

/** Puts somebody into a group, or takes them out of it. */
export function useGroupMembership(
  organizationId: string,
  groupId: string,
  onDone?: (change: { userId: string; isMember: boolean }) => void,
) {
  const tenantry = useTenantry();
  return useAct(
    async ({ userId, isMember }: { userId: string; isMember: boolean }) => {
      const params = { path: { organizationId, groupId, userId } };
      if (isMember) await tenantry.put(`${GROUP}/members/{userId}`, { params });
      else await tenantry.delete(`${GROUP}/members/{userId}`, { params });
    },
    (_, change) => onDone?.(change),
  );
}

/** Puts another group into a group, or takes it out. */
export function useNesting(
  organizationId: string,
  groupId: string,
  onDone?: (change: { memberGroupId: string; isNested: boolean }) => void,
) {
  const tenantry = useTenantry();
  return useAct(
    async ({ memberGroupId, isNested }: { memberGroupId: string; isNested: boolean }) => {
      const params = { path: { organizationId, groupId, memberGroupId } };
      if (isNested) await tenantry.put(`${GROUP}/groups/{memberGroupId}`, { params });
      else await tenantry.delete(`${GROUP}/groups/{memberGroupId}`, { params });
    },
    (_, change) => onDone?.(change),
  );
}

export function useGiveGroupRole(organizationId: string, groupId: string, onDone?: () => void) {
  const tenantry = useTenantry();
  return useAct(
    (body: RoleToGive) =>
      tenantry.put(`${GROUP}/grants`, { params: { path: { organizationId, groupId } }, body }),
    onDone,
  );
}

export function useTakeGroupRole(
  organizationId: string,
  groupId: string,
  onDone: (grant: { id: string }) => void,
) {
  const tenantry = useTenantry();
  return useAct(
    ({ id }: { id: string }) =>
      tenantry.delete(`${GROUP}/grants/{grantId}`, {
        params: { path: { organizationId, groupId, grantId: id } },
      }),
    (_, grant) => {
      onDone(grant);
    },
  );
}
