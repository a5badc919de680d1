import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import {
  badFormat,
  badValue,
  clerkError,
  identifierExists,
  missing,
  notFound,
} from '../server/clerk-error.js';
import { addRolesToSet, changeRoleSet, getRoleSet, rolesOfSet } from '../operations/role-sets.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import { findRole } from '../shapes/role.shape.js';
import type { DocumentRecord, JsonObject, RoleRecord } from '../state/records.js';
import { list } from './organization-roles.js';

const MAX_ROLES = 10;

/** Role sets: which roles an organization may give. */
export function roleSetRoutes(route: Register, core: EmulatorCore): void {
  const one = '/role_sets/:key_or_id';
  const find = (params: Readonly<Record<string, string>>): DocumentRecord =>
    getRoleSet(core, params['key_or_id'] ?? '');

  route('GET', '/role_sets', ({ query }) => {
    const sets = core.state.documents.by('kind', 'role_set');
    const rows = sets.map((set) => ({
      id: set.id,
      key: String(set.body['key']),
      name: String(set.body['name']),
      created_at: set.created_at,
      set,
    }));
    return list<(typeof rows)[number]>(rows, query, ({ set }) => roleSetShape(core, set));
  });
  route('POST', '/role_sets', ({ body }) => {
    body.only('name', 'key', 'description', 'default_role_key', 'creator_role_key', 'type', 'roles');
    const name = body.text('name');
    const key = body.optionalText('key') ?? `role_set:${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
    if (!/^role_set:[a-z0-9_]+$/.test(key))
      throw badFormat('key', 'of the form role_set:<name> in lower case');
    if (core.state.documents.one('lookup', `role_set ${key}`)) throw identifierExists('key');
    const keys = body.texts('roles');
    if (!keys) throw missing('roles');
    const roles = keys.map((roleKey) => roleByKey(core, roleKey));
    if (roles.length === 0 || roles.length > MAX_ROLES)
      throw badValue('roles', 'A role set has 1 to 10 roles.');
    const now = core.clock.now();
    const set = core.state.documents.put({
      id: core.ids.next('rset', now),
      kind: 'role_set',
      lookup: key,
      created_at: now,
      body: {
        key,
        name,
        description: body.optionalText('description') ?? null,
        type: body.oneOf('type', ['initial', 'custom']) ?? 'custom',
        roles: roles.map(({ id }) => id),
        default_role: member(core, roles, body.text('default_role_key')),
        creator_role: member(core, roles, body.text('creator_role_key')),
        updated_at: now,
      },
    });
    return roleSetShape(core, set);
  });
  route('GET', one, ({ params }) => roleSetShape(core, find(params)));
  route('PATCH', one, ({ params, body }) => {
    body.only('name', 'key', 'description', 'type', 'default_role_key', 'creator_role_key');
    const set = find(params);
    const roles = rolesOfSet(set).flatMap((id) => core.state.roles.get(id) ?? []);
    const [defaultKey, creatorKey] = [
      body.optionalText('default_role_key'),
      body.optionalText('creator_role_key'),
    ];
    const changes: JsonObject = {
      name: body.optionalText('name') ?? set.body['name'],
      key: body.optionalText('key') ?? set.body['key'],
      description: body.nullableText('description') ?? set.body['description'],
      type: body.oneOf('type', ['initial']) ?? set.body['type'],
      ...(defaultKey !== undefined && { default_role: member(core, roles, defaultKey) }),
      ...(creatorKey !== undefined && { creator_role: member(core, roles, creatorKey) }),
    };
    return roleSetShape(core, changeRoleSet(core, set, changes));
  });
  route('POST', `${one}/roles`, ({ params, body }) => {
    body.only('role_keys', 'default_role_key', 'creator_role_key');
    const keys = body.texts('role_keys');
    if (!keys) throw missing('role_keys');
    const roles = keys.map((key) => roleByKey(core, key));
    return roleSetShape(core, addRolesToSet(core, find(params).id, roles));
  });
  route('POST', `${one}/roles/replace`, ({ params, body }) => {
    body.only('role_key', 'to_role_key');
    const set = find(params);
    const from = roleByKey(core, body.text('role_key'));
    const to = roleByKey(core, body.text('to_role_key'));
    if (!rolesOfSet(set).includes(from.id)) throw notFound('role of the role set', from.key);
    const swap = (id: unknown): unknown => (id === from.id ? to.id : id);
    const roles = [...new Set(rolesOfSet(set).map(swap))];
    reassign(core, String(set.body['key']), { [from.key]: to.key });
    const changes = {
      roles,
      default_role: swap(set.body['default_role']),
      creator_role: swap(set.body['creator_role']),
    };
    return roleSetShape(core, changeRoleSet(core, set, changes));
  });
  route('POST', `${one}/replace`, ({ params, body }) => {
    body.only('dest_role_set_key', 'reassignment_mappings');
    const set = find(params);
    const target = getRoleSet(core, body.text('dest_role_set_key'));
    if (target.id === set.id) throw badValue('dest_role_set_key', 'A role set cannot replace itself.');
    reassign(
      core,
      String(set.body['key']),
      body.object('reassignment_mappings') ?? {},
      String(target.body['key']),
    );
    core.state.documents.delete(set.id);
    return deletedShape('role_set', set.id);
  });
}

function roleByKey(core: EmulatorCore, key: string): RoleRecord {
  const role = findRole(core, key);
  if (!role) throw notFound('organization role', key);
  return role;
}

function member(core: EmulatorCore, roles: readonly RoleRecord[], key: string): string {
  const role = roleByKey(core, key);
  if (roles.some(({ id }) => id === role.id)) return role.id;
  throw clerkError(422, 'form_param_value_invalid', 'is invalid', `Role ${key} is not in the role set.`);
}

/** Gives the members of the set's organizations their new roles. */
function reassign(core: EmulatorCore, setKey: string, mapping: JsonObject, newSetKey = setKey): void {
  const { organizations, memberships } = core.state;
  for (const organization of organizations.all().filter(({ role_set_key }) => role_set_key === setKey)) {
    if (newSetKey !== setKey) organizations.put({ ...organization, role_set_key: newSetKey });
    for (const membership of memberships.by('organization', organization.id)) {
      const role = mapping[membership.role];
      if (typeof role === 'string')
        memberships.put({ ...membership, role, updated_at: membership.updated_at + 1 });
    }
  }
}

function roleSetShape(core: EmulatorCore, set: DocumentRecord): JsonObject {
  const item = (id: unknown): JsonObject | null => {
    const role = typeof id === 'string' ? core.state.roles.get(id) : undefined;
    return role
      ? {
          object: 'role_set_item',
          id: role.id,
          name: role.name,
          key: role.key,
          description: role.description,
          created_at: role.created_at,
          updated_at: role.updated_at,
        }
      : null;
  };
  return {
    object: 'role_set',
    id: set.id,
    name: set.body['name'],
    key: set.body['key'],
    description: set.body['description'] ?? null,
    roles: rolesOfSet(set).flatMap((id) => item(id) ?? []),
    default_role: item(set.body['default_role']),
    creator_role: item(set.body['creator_role']),
    type: set.body['type'],
    created_at: set.created_at,
    updated_at: set.body['updated_at'],
  };
}
