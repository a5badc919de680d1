import type { UseMutationResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';
import type { Place } from './types';
import { useAct } from './use-act';

const GRANT = '/api/v1/organizations/{organizationId}/properties/{propertyId}/grants/{userId}';

export interface GrantToGive {
  readonly userId: string;
  readonly role: string;
  /** ISO 8601; left out, it holds from now on. */
  readonly validFrom?: string;
  /** ISO 8601; null: until it is taken away. */
  readonly expiresAt: string | null;
}

/** Gives a role on the property; given again it changes for how long. */
export function useGiveGrant(
  place: Place,
  onDone?: (input: GrantToGive) => void,
): UseMutationResult<unknown, unknown, GrantToGive> {
  const tenantry = useTenantry();
  return useAct(
    ({ userId, ...body }: GrantToGive) =>
      tenantry.put(GRANT, { params: { path: { ...place, userId } }, body }),
    (_, input) => onDone?.(input),
  );
}

/** Takes a role on the property away, for the next request. */
export function useTakeGrant(
  place: Place,
  onDone?: () => void,
): UseMutationResult<unknown, unknown, { userId: string; role: string }> {
  const tenantry = useTenantry();
  return useAct(
    ({ userId, role }: { userId: string; role: string }) =>
      tenantry.delete(`${GRANT}/{role}`, { params: { path: { ...place, userId, role } } }),
    onDone,
  );
}
