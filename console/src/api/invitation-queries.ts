import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';
import type { Invitation, Place } from './types';
import { useAct } from './use-act';
import { allOf } from './all-of';

const INVITATIONS = '/api/v1/organizations/{organizationId}/properties/{propertyId}/invitations';

export type InvitationStatus = Invitation['status'] | 'all';

/** Invitations to the property, newest first. */
export function useInvitations(place: Place, status: InvitationStatus): UseQueryResult<Invitation[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['invitations', place, status],
    queryFn: async ({ signal }) => {
      const params = { path: { ...place }, query: { limit: 100, status } };
      return allOf(tenantry.each(INVITATIONS, { params, signal }));
    },
  });
}

/** Invites one person; Clerk is asked to send the mail, now or when it is back. */
export function useInvite(place: Place) {
  const tenantry = useTenantry();
  return useAct(
    async (body: { email: string; role: string }) =>
      (await tenantry.post(INVITATIONS, { params: { path: { ...place } }, body })).data,
  );
}

export function useRevokeInvitation(place: Place, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(
    (invitationId: string) =>
      tenantry.delete(`${INVITATIONS}/{invitationId}`, { params: { path: { ...place, invitationId } } }),
    onDone,
  );
}

/** Lets an invitation stand on one's own right, which its inviter has lost. */
export function useAdoptInvitation(place: Place, onDone: () => void) {
  const tenantry = useTenantry();
  return useAct(
    (invitationId: string) =>
      tenantry.post(`${INVITATIONS}/{invitationId}/adopt`, { params: { path: { ...place, invitationId } } }),
    onDone,
  );
}
