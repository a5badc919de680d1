import type { EmulatorCore } from '../emulator-core.js';
import type { JsonObject, PermissionRecord, RoleRecord } from '../state/records.js';

export function permissionShape(permission: PermissionRecord): JsonObject {
  return {
    object: 'permission',
    id: permission.id,
    name: permission.name,
    key: permission.key,
    description: permission.description,
    type: permission.type,
    created_at: permission.created_at,
    updated_at: permission.updated_at,
  };
}

export function roleShape(core: EmulatorCore, role: RoleRecord): JsonObject {
  return {
    object: 'role',
    id: role.id,
    name: role.name,
    key: role.key,
    description: role.description,
    is_creator_eligible: role.is_creator_eligible,
    permissions: rolePermissions(core, role).map(permissionShape),
    created_at: role.created_at,
    updated_at: role.updated_at,
  };
}

/** The role with that key. */
export function findRole(core: EmulatorCore, key: string): RoleRecord | undefined {
  return core.state.roles.one('key', key);
}

export function rolePermissions(core: EmulatorCore, role: RoleRecord): PermissionRecord[] {
  return role.permission_ids.flatMap((id) => core.state.permissions.get(id) ?? []);
}

/** The keys of all permissions that a role carries. */
export function permissionKeys(core: EmulatorCore, roleKey: string): string[] {
  const role = findRole(core, roleKey);
  return role ? rolePermissions(core, role).map(({ key }) => key) : [];
}
