import type { Invitation } from './invitation.entity.js';

/** The property and role that an invitation leads to; null when it leads to the organization only. */
export function acceptedProperty(
  invitation: Invitation,
): { organizationId: string; propertyId: string; role: string } | null {
  const { organizationId, propertyId, propertyRole } = invitation;
  return propertyId === null || propertyRole === null
    ? null
    : { organizationId, propertyId, role: propertyRole };
}
