import type { Scope } from '#libs/authz';

/** What a report is about. */
export type Place = Scope;

/** By which calendar: UTC, or the one of the place. */
export type Variant = 'utc' | 'local';

/** The ids of a place as columns hold them. */
export function idsOf(place: Place): { organizationId: string | null; propertyId: string | null } {
  return {
    organizationId: place.kind === 'platform' ? null : place.organizationId,
    propertyId: place.kind === 'property' ? place.propertyId : null,
  };
}
