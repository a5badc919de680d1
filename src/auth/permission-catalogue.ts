import { definePermissions } from '#libs/authz';
import { modules, type Permission } from '../modules.js';

export type { Permission } from '../modules.js';

const described = modules.map((module) => module.permissions ?? {});

/**
 * Every permission there is, from the manifests of the modules. A right on a level holds on everything below it, so roles
 * of an organization may carry `property:` permissions; they then hold on each of its properties.
 */
export const permissions = definePermissions<Permission>(
  Object.assign({}, ...described) as Record<Permission, string>,
);

/** Permissions on an organization that the platform keeps for its staff: no role on an organization carries them. */
const keptByPlatform: ReadonlySet<string> = new Set(modules.flatMap((module) => module.platformOnly ?? []));

/** Whether a role that is given on an organization or a property may carry a permission of the catalogue. */
export function isForTenants(permission: string): boolean {
  return !keptByPlatform.has(permission);
}
