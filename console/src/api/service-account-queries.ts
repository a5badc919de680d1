import type { components } from '@tenantry/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { RoleToGive } from './group-queries';
import { ORGANIZATION } from './organization-queries';
import { useTenantry } from './tenantry-provider';
import { useAct } from './use-act';
import { allOf } from './all-of';

type Schemas = components['schemas'];
export type ServiceAccount = Schemas['ServiceAccountResponse'];
export type WholeServiceAccount = Schemas['WholeServiceAccountResponse'];
export type ServiceAccountGrant = Schemas['ServiceAccountGrantResponse'];
export type ServiceAccountKey = Schemas['ServiceAccountKeyResponse'];
export type NewKey = Schemas['NewServiceAccountKeyResponse'];
type Fields = Schemas['CreateServiceAccountRequest'];
type KeyFields = Schemas['CreateServiceAccountKeyRequest'];

const ACCOUNTS = `${ORGANIZATION}/service-accounts` as const;
const ACCOUNT = `${ACCOUNTS}/{accountId}` as const;

/** Which account it is: of which organization, by our ids. */
export interface AccountPath {
  readonly organizationId: string;
  readonly accountId: string;
}

export function useServiceAccounts(organizationId: string): UseQueryResult<ServiceAccount[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['service-accounts', organizationId],
    queryFn: async ({ signal }) => {
      const params = { path: { organizationId }, query: { limit: 100 } };
      return allOf(tenantry.each(ACCOUNTS, { params, signal }));
    },
  });
}

/** One account, its keys without the secret, and what its roles open at this moment. */
export function useServiceAccount(path: AccountPath): UseQueryResult<WholeServiceAccount> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['service-account', path],
    queryFn: async () => (await tenantry.get(ACCOUNT, { params: { path: { ...path } } })).data,
  });
}

export function useMakeServiceAccount(organizationId: string, onDone: (account: ServiceAccount) => void) {
  const tenantry = useTenantry();
  return useAct(
    async (body: Fields) =>
      (await tenantry.post(ACCOUNTS, { params: { path: { organizationId } }, body })).data,
    onDone,
  );
}

export function useDeleteServiceAccount(path: AccountPath, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(() => tenantry.delete(ACCOUNT, { params: { path: { ...path } } }), onDone);
}

export function useGiveAccountRole(path: AccountPath, onDone?: () => void) {
  const tenantry = useTenantry();
  return useAct(
    (body: RoleToGive) => tenantry.put(`${ACCOUNT}/grants`, { params: { path: { ...path } }, body }),
    onDone,
  );
}

export function useTakeAccountRole(path: AccountPath, onDone: (grant: { id: string }) => void) {
  const tenantry = useTenantry();
  return useAct(
    ({ id }: { id: string }) =>
      tenantry.delete(`${ACCOUNT}/grants/{grantId}`, { params: { path: { ...path, grantId: id } } }),
    (_, grant) => {
      onDone(grant);
    },
  );
}

/** Makes a key; the answer is the only one that holds it. */
export function useMakeKey(path: AccountPath, onDone: (key: NewKey) => void) {
  const tenantry = useTenantry();
  return useAct(
    async (body: KeyFields) =>
      (await tenantry.post(`${ACCOUNT}/keys`, { params: { path: { ...path } }, body })).data,
    onDone,
  );
}

/** Makes a key in place of another one, which goes on for a while. */
export function useRotateKey(path: AccountPath, keyId: string, onDone: (key: NewKey) => void) {
  const tenantry = useTenantry();
  return useAct(
    async (body: Schemas['RotateServiceAccountKeyRequest']) =>
      (await tenantry.post(`${ACCOUNT}/keys/{keyId}/rotate`, { params: { path: { ...path, keyId } }, body }))
        .data,
    onDone,
  );
}

export function useRevokeKey(path: AccountPath, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(
    (keyId: string) => tenantry.delete(`${ACCOUNT}/keys/{keyId}`, { params: { path: { ...path, keyId } } }),
    onDone,
  );
}
