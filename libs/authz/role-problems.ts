import { isPermission, mayBeCarried } from './permission.js';
import type { RoleRecord } from './role.js';
import type { RoleRegistry } from './role-registry.js';

/** What is wrong with a role somebody wants to store; `code` is stable. */
export type RoleProblem =
  /** The key belongs to a built-in role, or to one that exists in every organization. */
  | { readonly code: 'role_key_reserved' }
  /** Platform roles are built in; nobody makes more of them. */
  | { readonly code: 'role_scope_not_allowed' }
  | { readonly code: 'permission_unknown'; readonly permissions: readonly string[] }
  /** A property role with an organization's permission, or an organization role with a platform's. */
  | { readonly code: 'permission_not_for_scope'; readonly permissions: readonly string[] };

/**
 * Everything wrong with a custom role, empty if it is fine. Whether its maker holds each of its permissions is
 * another question: ask `lackedPermissions` at the organization.
 */
export function findRoleProblems(
  roles: RoleRegistry,
  known: { has(text: string): boolean },
  record: RoleRecord,
): RoleProblem[] {
  const problems: RoleProblem[] = [];
  if (roles.isReserved(record.key, record.organizationId)) problems.push({ code: 'role_key_reserved' });
  if (record.scopeKind === 'platform') problems.push({ code: 'role_scope_not_allowed' });
  const unknown = record.permissions.filter((text) => !isPermission(text) || !known.has(text));
  if (unknown.length > 0) problems.push({ code: 'permission_unknown', permissions: unknown });
  const misplaced = record.permissions.filter(
    (text) => isPermission(text) && known.has(text) && !mayBeCarried(text, record.scopeKind),
  );
  if (misplaced.length > 0) problems.push({ code: 'permission_not_for_scope', permissions: misplaced });
  return problems;
}
