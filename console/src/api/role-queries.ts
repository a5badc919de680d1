import type { components } from '@tenantry/client';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ORGANIZATION } from './organization-queries';
import { useTenantry } from './tenantry-provider';
import type { Role } from './types';
import { useAct } from './use-act';

type Schemas = components['schemas'];
export type RoleEffect = Schemas['RoleEffectResponse'];
export type RoleToMake = Schemas['CreateRoleRequest'];
export type RoleChange = Schemas['ChangeRoleRequest'];

const ROLE = `${ORGANIZATION}/roles/{roleKey}` as const;

/**
 * What a role would give and take if it carried these permissions: asked for, and nothing is changed.
 *
 * @param isOther whether they are not those that it carries
 */
export function useRoleEffect(
  organizationId: string,
  role: Role,
  permissions: readonly string[],
  isOther: boolean,
): UseQueryResult<RoleEffect> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['role-effect', organizationId, role.key, role.version, permissions],
    enabled: isOther && permissions.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const params = { path: { organizationId, roleKey: role.key }, query: { dryRun: true } };
      const { data } = await tenantry.patch(ROLE, {
        params,
        body: { permissions: [...permissions] },
        signal,
      });
      return data as RoleEffect;
    },
  });
}

/** What nobody could do any more if the role were gone. */
export function useRoleLoss(organizationId: string, roleKey: string): UseQueryResult<RoleEffect> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['role-loss', organizationId, roleKey],
    queryFn: async () => {
      const params = { path: { organizationId, roleKey }, query: { dryRun: true } };
      return (await tenantry.delete(ROLE, { params })).data as RoleEffect;
    },
  });
}

export function useMakeRole(organizationId: string, onDone: (role: Role) => void) {
  const tenantry = useTenantry();
  return useAct(
    async (body: RoleToMake) =>
      (await tenantry.post(`${ORGANIZATION}/roles`, { params: { path: { organizationId } }, body })).data,
    onDone,
  );
}

/** Changes a role for all who hold it; somebody else's change meanwhile is a `stale_version`. */
export function useChangeRole(organizationId: string, roleKey: string, onDone?: (role: Role) => void) {
  const tenantry = useTenantry();
  return useAct(async ({ version, ...body }: RoleChange & { version: number }) => {
    const params = { path: { organizationId, roleKey }, header: { 'If-Match': `"${String(version)}"` } };
    return (await tenantry.patch(ROLE, { params, body })).data as Role;
  }, onDone);
}

export function useDeleteRole(organizationId: string, roleKey: string, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(() => tenantry.delete(ROLE, { params: { path: { organizationId, roleKey } } }), onDone);
}
