import { changeTime, type EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { badFormat, clerkError, identifierExists, notFound } from '../server/clerk-error.js';
import { slice, sortBy, type Query } from '../server/query.js';
import { addRolesToSet, roleSetsWith } from '../operations/role-sets.js';
import { readSettings } from '../operations/settings.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import { roleShape } from '../shapes/role.shape.js';
import type { JsonObject, PermissionRecord, RoleRecord } from '../state/records.js';

/** The roles that organizations give to their members. */
export function organizationRoleRoutes(route: Register, core: EmulatorCore): void {
  const { roles } = core.state;
  const show = (role: RoleRecord): JsonObject => roleShape(core, role);
  const one = '/organization_roles/:role_id';

  route('GET', '/organization_roles', ({ query }) => list(roles.all(), query, show));
  route('GET', one, ({ params }) => show(getRole(core, params['role_id'] ?? '')));
  route('POST', '/organization_roles', ({ body }) => {
    body.only('name', 'key', 'description', 'permissions', 'include_in_initial_role_set');
    const key = body.text('key');
    checkKey(core, key);
    const limit = Number(readSettings(core, 'organization_settings')['max_allowed_roles']);
    if (roles.size >= limit) {
      throw clerkError(
        403,
        'organization_instance_roles_quota_exceeded',
        'quota exceeded',
        `You have reached the limit of ${limit} organization roles per instance.`,
      );
    }
    const now = core.clock.now();
    const role = roles.put({
      id: core.ids.next('role', now),
      key,
      name: body.text('name'),
      description: body.optionalText('description') ?? null,
      is_creator_eligible: false,
      permission_ids: checkPermissions(core, body.texts('permissions') ?? []),
      created_at: now,
      updated_at: now,
    });
    if (body.flag('include_in_initial_role_set') === true) addRolesToSet(core, 'role_set:default', [role]);
    core.events.emit('role.created', show(role));
    return show(role);
  });
  route('PATCH', one, ({ params, body }) => {
    body.only('name', 'key', 'description', 'permissions');
    const role = getRole(core, params['role_id'] ?? '');
    const key = body.optionalText('key') ?? role.key;
    const permissions = body.texts('permissions');
    if (key !== role.key) {
      checkKey(core, key);
      renameHolders(core, role.key, key);
    }
    return change(core, role, {
      key,
      name: body.optionalText('name') ?? role.name,
      description: body.nullableText('description') ?? role.description,
      permission_ids: permissions ? checkPermissions(core, permissions) : role.permission_ids,
    });
  });
  route('DELETE', one, ({ params }) => {
    const role = getRole(core, params['role_id'] ?? '');
    refuseUsed(core, role);
    roles.delete(role.id);
    core.events.emit('role.deleted', deletedShape('role', role.id));
    return deletedShape('role', role.id);
  });
  route('POST', `${one}/permissions/:permission_id`, ({ params }) => {
    const role = getRole(core, params['role_id'] ?? '');
    const permission = getPermission(core, params['permission_id'] ?? '');
    if (role.permission_ids.includes(permission.id)) {
      throw clerkError(409, 'organization_role_permission_association_exists', 'already assigned');
    }
    return change(core, role, { permission_ids: [...role.permission_ids, permission.id] });
  });
  route('DELETE', `${one}/permissions/:permission_id`, ({ params }) => {
    const role = getRole(core, params['role_id'] ?? '');
    const permission = getPermission(core, params['permission_id'] ?? '');
    if (!role.permission_ids.includes(permission.id)) throw notFound('permission of the role', permission.id);
    return change(core, role, { permission_ids: role.permission_ids.filter((id) => id !== permission.id) });
  });
}

/** Sorted and filtered by name or key, in an envelope. */
export function list<T extends { id: string; key: string; name: string; created_at: number }>(
  rows: readonly T[],
  query: Query,
  show: (row: T) => JsonObject,
): JsonObject {
  const text = query.text('query')?.toLowerCase();
  const order = query.order(['created_at', 'name', 'key']);
  const found = rows.filter(
    ({ id, key, name }) =>
      text === undefined || [id, key, name].some((value) => value.toLowerCase().includes(text)),
  );
  const sorted = sortBy(found, order, (row) =>
    order.field === 'created_at'
      ? `${String(row.created_at).padStart(15, '0')} ${row.id}`
      : row[order.field as 'name' | 'key'],
  );
  return { data: slice(sorted, query.page()).map(show), total_count: found.length };
}

export function getRole(core: EmulatorCore, id: string): RoleRecord {
  const role = core.state.roles.get(id);
  if (!role) throw notFound('organization role', id);
  return role;
}

export function getPermission(core: EmulatorCore, id: string): PermissionRecord {
  const permission = core.state.permissions.get(id);
  if (!permission) throw notFound('organization permission', id);
  return permission;
}

function change(core: EmulatorCore, before: RoleRecord, changes: Partial<RoleRecord>): JsonObject {
  const role = core.state.roles.put({ ...before, ...changes, updated_at: changeTime(core, before) });
  core.events.emit('role.updated', roleShape(core, role));
  return roleShape(core, role);
}

function checkKey(core: EmulatorCore, key: string): void {
  if (!/^org:[a-z0-9_]+$/.test(key)) throw badFormat('key', 'of the form org:<role> in lower case');
  if (core.state.roles.one('key', key)) throw identifierExists('key');
}

function checkPermissions(core: EmulatorCore, ids: readonly string[]): string[] {
  return [...new Set(ids)].map((id) => getPermission(core, id).id);
}

/** Memberships and invitations name their role by key, so they follow a new one. */
function renameHolders(core: EmulatorCore, from: string, to: string): void {
  for (const membership of core.state.memberships.by('role', from)) {
    core.state.memberships.put({ ...membership, role: to, updated_at: changeTime(core, membership) });
  }
  for (const invitation of core.state.organizationInvitations.all()) {
    if (invitation.role === from) core.state.organizationInvitations.put({ ...invitation, role: to });
  }
}

function refuseUsed(core: EmulatorCore, role: RoleRecord): void {
  const settings = readSettings(core, 'organization_settings');
  const used =
    (role.key === settings['creator_role'] && 'organization_role_used_as_creator_role') ||
    (role.key === settings['domains_default_role'] && 'organization_role_used_as_domain_default_role') ||
    (core.state.memberships.count('role', role.key) > 0 && 'organization_role_assigned_to_members') ||
    (core.state.organizationInvitations
      .all()
      .some(({ role: key, status }) => key === role.key && status === 'pending') &&
      'organization_role_exists_in_invitations') ||
    (roleSetsWith(core, role.id).length > 0 && 'organization_role_in_role_set');
  if (used !== false) throw clerkError(422, used, 'role in use', `The role ${role.key} is in use.`);
}
