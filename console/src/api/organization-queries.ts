import type { components } from '@tenantry/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { byKey } from './all-of';
import { membersOptions } from './people-queries';
import { useTenantry } from './tenantry-provider';
import type { Member, Property } from './types';
import { useAct } from './use-act';

type Schemas = components['schemas'];
export type Organization = Schemas['OrganizationResponse'];
export type SignInPolicy = Schemas['SignInPolicyResponse'];
export type SignInPolicyToSet = Schemas['SetSignInPolicyRequest'];

export const ORGANIZATION = '/api/v1/organizations/{organizationId}';

export function useOrganization(organizationId: string): UseQueryResult<Organization> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['organization', organizationId],
    queryFn: async () => (await tenantry.get(ORGANIZATION, { params: { path: { organizationId } } })).data,
  });
}

/** Everybody who belongs to the organization, by id. */
export function useMembers(organizationId: string): UseQueryResult<ReadonlyMap<string, Member>> {
  return useQuery(membersOptions(useTenantry(), organizationId));
}

/** The properties of the organization that the caller may open, by id. */
export function useProperties(organizationId: string): UseQueryResult<ReadonlyMap<string, Property>> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['properties', organizationId],
    queryFn: ({ signal }) => {
      const params = { path: { organizationId }, query: { limit: 100 } };
      return byKey(tenantry.each(`${ORGANIZATION}/properties`, { params, signal }), ({ id }) => id);
    },
  });
}

export function useRename(organizationId: string, onDone?: (organization: Organization) => void) {
  const tenantry = useTenantry();
  return useAct(
    async (name: string) =>
      (await tenantry.patch(ORGANIZATION, { params: { path: { organizationId } }, body: { name } })).data,
    onDone,
  );
}

/** Hands the organization to a member; who did it stays as one. */
export function useTransferOwnership(organizationId: string, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(
    (userId: string) =>
      tenantry.post(`${ORGANIZATION}/ownership-transfer`, {
        params: { path: { organizationId } },
        body: { userId },
      }),
    onDone,
  );
}

/** How people of the organization must sign in, with the version that was read. */
export function useSignInPolicy(
  organizationId: string,
): UseQueryResult<{ policy: SignInPolicy; etag: string | null }> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['sign-in-policy', organizationId],
    queryFn: async () => {
      const { data, response } = await tenantry.get(`${ORGANIZATION}/sign-in-policy`, {
        params: { path: { organizationId } },
      });
      return { policy: data, etag: response.headers.get('etag') };
    },
  });
}

interface PolicyChange {
  /** Null: the default holds again. */
  readonly policy: SignInPolicyToSet | null;
  /** The version that was seen; null changes whatever is there. */
  readonly etag: string | null;
}

/** Answers the version that holds then; null for the default. */
export function useSetSignInPolicy(organizationId: string, onDone?: (etag: string | null) => void) {
  const tenantry = useTenantry();
  return useAct(async ({ policy, etag }: PolicyChange) => {
    const header = etag === null ? {} : { 'If-Match': etag };
    const params = { path: { organizationId }, header };
    if (policy === null) {
      await tenantry.delete(`${ORGANIZATION}/sign-in-policy`, { params });
      return null;
    }
    const { response } = await tenantry.put(`${ORGANIZATION}/sign-in-policy`, { params, body: policy });
    return response.headers.get('etag');
  }, onDone);
}
