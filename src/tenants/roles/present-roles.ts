import type { AuthorizationModel } from '#auth';
import { organizationScope, propertyScope, type RoleRegistry } from '#libs/authz';
import type { ClerkRole } from './clerk-role.entity.js';
import type { CustomRole } from './custom-role.entity.js';
import { RoleResponse } from './role.dto.js';

/** Every role that can be given in an organization: those of the organization first. */
export function presentRoles(
  known: { registry: RoleRegistry; ofClerk: readonly ClerkRole[]; custom: readonly CustomRole[] },
  organizationId: string,
  model: AuthorizationModel,
): RoleResponse[] {
  const ofClerk = new Map(known.ofClerk.map((role) => [role.key, role]));
  const custom = new Map(known.custom.map((role) => [role.key, role]));
  // Which property does not matter: the same roles can be given on each.
  const places = [organizationScope(organizationId), propertyScope(organizationId, '')];
  return places
    .flatMap((place) => known.registry.availableAt(place))
    .flatMap((role) => {
      if (role.builtIn) return [RoleResponse.builtIn(role, model)];
      const own = role.organizationId === null ? undefined : custom.get(role.key);
      if (own !== undefined) return [RoleResponse.from(own, model)];
      const mirrored = ofClerk.get(role.key);
      return mirrored === undefined ? [] : [RoleResponse.ofClerk(role, mirrored, model)];
    });
}
