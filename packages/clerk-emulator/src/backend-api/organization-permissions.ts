import { changeTime, type EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { badFormat, clerkError, identifierExists } from '../server/clerk-error.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import { permissionShape } from '../shapes/role.shape.js';
import type { PermissionRecord } from '../state/records.js';
import { getPermission, list } from './organization-roles.js';

/** The permissions that roles are made of. System permissions cannot be changed. */
export function organizationPermissionRoutes(route: Register, core: EmulatorCore): void {
  const { permissions } = core.state;
  const one = '/organization_permissions/:permission_id';
  route('GET', '/organization_permissions', ({ query }) => list(permissions.all(), query, permissionShape));
  route('GET', one, ({ params }) => permissionShape(getPermission(core, params['permission_id'] ?? '')));
  route('POST', '/organization_permissions', ({ body }) => {
    body.only('name', 'key', 'description');
    const key = body.text('key');
    checkKey(core, key);
    const now = core.clock.now();
    const permission = permissions.put({
      id: core.ids.next('perm', now),
      key,
      name: body.text('name'),
      description: body.optionalText('description') ?? '',
      type: 'user',
      created_at: now,
      updated_at: now,
    });
    core.events.emit('permission.created', permissionShape(permission));
    return permissionShape(permission);
  });
  route('PATCH', one, ({ params, body }) => {
    body.only('name', 'key', 'description');
    const before = changeable(core, params['permission_id'] ?? '');
    const key = body.optionalText('key') ?? before.key;
    if (key !== before.key) checkKey(core, key);
    const permission = permissions.put({
      ...before,
      key,
      name: body.optionalText('name') ?? before.name,
      description: body.optionalText('description') ?? before.description,
      updated_at: changeTime(core, before),
    });
    core.events.emit('permission.updated', permissionShape(permission));
    return permissionShape(permission);
  });
  route('DELETE', one, ({ params }) => {
    const permission = changeable(core, params['permission_id'] ?? '');
    for (const role of core.state.roles
      .all()
      .filter(({ permission_ids }) => permission_ids.includes(permission.id))) {
      const permission_ids = role.permission_ids.filter((id) => id !== permission.id);
      core.state.roles.put({ ...role, permission_ids, updated_at: changeTime(core, role) });
    }
    permissions.delete(permission.id);
    core.events.emit('permission.deleted', deletedShape('permission', permission.id));
    return deletedShape('permission', permission.id);
  });
}

function changeable(core: EmulatorCore, id: string): PermissionRecord {
  const permission = getPermission(core, id);
  if (permission.type === 'user') return permission;
  throw clerkError(
    403,
    'organization_system_permission_not_modifiable',
    'system permission',
    'System permissions cannot be changed or deleted.',
  );
}

function checkKey(core: EmulatorCore, key: string): void {
  if (!/^org:(?!sys_)[a-z0-9_]+:[a-z0-9_]+$/.test(key)) {
    throw badFormat('key', 'of the form org:<feature>:<action>, not beginning with org:sys_');
  }
  if (core.state.permissions.one('key', key)) throw identifierExists('key');
}
