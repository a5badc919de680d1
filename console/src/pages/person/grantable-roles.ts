import type { Role } from '../../api/types';

/** Roles of properties that hold nothing but what the giver holds there, the least first; the service refuses any other. */
export function grantableRoles(roles: ReadonlyMap<string, Role>, own: ReadonlySet<string>): Role[] {
  return [...roles.values()]
    .filter(({ scopeKind }) => scopeKind === 'property')
    .filter(({ permissions }) => permissions.every(({ key }) => own.has(key)))
    .sort((a, b) => a.permissions.length - b.permissions.length);
}
