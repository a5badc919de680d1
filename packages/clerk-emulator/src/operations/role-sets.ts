import { changeTime, type EmulatorCore } from '../emulator-core.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import type { DocumentRecord, RoleRecord } from '../state/records.js';

const MAX_ROLES = 10;

/** The role set with that key or id. */
export function getRoleSet(core: EmulatorCore, keyOrId: string): DocumentRecord {
  const { documents } = core.state;
  const set = documents.one('lookup', `role_set ${keyOrId}`) ?? documents.get(keyOrId);
  if (set?.kind !== 'role_set') throw notFound('role set', keyOrId);
  return set;
}

/** The ids of the roles in a set. */
export function rolesOfSet(set: DocumentRecord): string[] {
  return (set.body['roles'] as string[] | undefined) ?? [];
}

/** The sets that a role is in. */
export function roleSetsWith(core: EmulatorCore, roleId: string): DocumentRecord[] {
  return core.state.documents.by('kind', 'role_set').filter((set) => rolesOfSet(set).includes(roleId));
}

/** Puts roles into a set, at most ten in all. */
export function addRolesToSet(
  core: EmulatorCore,
  keyOrId: string,
  roles: readonly RoleRecord[],
): DocumentRecord {
  const set = getRoleSet(core, keyOrId);
  const all = [...new Set([...rolesOfSet(set), ...roles.map(({ id }) => id)])];
  if (all.length > MAX_ROLES) {
    throw clerkError(
      403,
      'role_set_roles_quota_exceeded',
      'quota exceeded',
      `At most ${MAX_ROLES} roles per set.`,
    );
  }
  return changeRoleSet(core, set, { roles: all });
}

export function changeRoleSet(
  core: EmulatorCore,
  set: DocumentRecord,
  changes: DocumentRecord['body'],
): DocumentRecord {
  const updated_at = changeTime(core, { updated_at: Number(set.body['updated_at']) });
  const body = { ...set.body, ...changes, updated_at };
  return core.state.documents.put({ ...set, lookup: String(body['key' as keyof typeof body]), body });
}
