import type { AuthorizationModel } from '#auth';
import {
  findRoleProblems,
  lackedPermissions,
  organizationScope,
  type PermissionKey,
  type RoleRecord,
  type RoleRegistry,
  type Subject,
} from '#libs/authz';
import { tenantsErrors } from '../tenants.errors.js';
import type { RoleUse } from './roles.store.js';

/**
 * Whether a role may be stored as it is.
 * @throws AppError naming the first thing that stands against it
 */
export function demandSoundRole(model: AuthorizationModel, roles: RoleRegistry, record: RoleRecord): void {
  const known = { has: (text: string) => model.isForTenants(text) };
  for (const problem of findRoleProblems(roles, known, record)) {
    switch (problem.code) {
      case 'role_key_reserved':
        throw tenantsErrors.roleReserved();
      case 'role_scope_not_allowed':
        throw tenantsErrors.unknownRole();
      case 'permission_unknown':
        throw tenantsErrors.unknownPermission({
          detail: `There is no such permission for roles of an organization: ${problem.permissions.join(', ')}.`,
          extensions: { permissions: problem.permissions },
        });
      case 'permission_not_for_scope':
        throw tenantsErrors.permissionNotForScope({
          detail: `A role on a ${record.scopeKind} cannot carry ${problem.permissions.join(', ')}.`,
          extensions: { permissions: problem.permissions },
        });
    }
  }
}

/**
 * Nobody makes, changes or deletes a role above their own: they hold each of these permissions on the whole organization
 * and without end, since whoever has the role keeps it when the maker's time is over.
 * @throws AppError 403
 */
export function demandHoldsAll(
  subject: Subject,
  wanted: Iterable<string>,
  organizationId: string,
  now: Date,
): void {
  const place = organizationScope(organizationId);
  const needed = [...wanted] as PermissionKey[];
  const lacked = new Set([
    ...lackedPermissions(subject, needed, place, now),
    ...lackedPermissions(subject, needed, place, LAST_MOMENT),
  ]);
  if (lacked.size === 0) return;
  throw tenantsErrors.roleAboveOwn({
    detail: `Nobody makes or changes a role above their own; you lack ${[...lacked].sort().join(', ')} here, or not for good.`,
    extensions: { permissions: [...lacked].sort() },
  });
}

/** The last moment that a Date can name. */
const LAST_MOMENT = new Date(8.64e15);

/** Who leans on a role, as a sentence without those who are none. */
export function describeRoleUse(use: RoleUse): string {
  const few = (count: number, one: string, many = `${one}s`) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  const held = [
    ...few(use.people, 'person', 'people'),
    ...few(use.serviceAccounts, 'service account'),
    ...few(use.groups, 'group'),
  ];
  const said = [
    ...(held.length === 0 ? [] : [`held by ${held.join(', ')}`]),
    ...few(use.invitations, 'invitation').map((invitations) => `promised by ${invitations}`),
  ];
  return `The role is ${said.join(' and ')}; take it from them first.`;
}
