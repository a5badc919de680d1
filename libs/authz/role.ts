import { isPermission, mayBeCarried } from './permission.js';
import type { PermissionKey } from './permission.js';
import type { ScopeKind } from './scope.js';

/** A named set of permissions, ready for use: what it includes from other roles is already in it. */
export interface Role {
  readonly key: string;
  /** The kind of scope on which it can be given. */
  readonly scopeKind: ScopeKind;
  readonly permissions: ReadonlySet<PermissionKey>;
  /** The organization whose own role it is; null for one that exists everywhere. */
  readonly organizationId: string | null;
  readonly builtIn: boolean;
}

/** A role as it is stored: one that a customer made, or one mirrored from the identity provider. */
export interface RoleRecord {
  readonly key: string;
  readonly scopeKind: ScopeKind;
  readonly permissions: readonly string[];
  /** The organization that made it; null for one that exists in every organization. */
  readonly organizationId: string | null;
}

/**
 * A role from a stored record. Texts that are no permission, and permissions that a role of this kind may
 * not carry, give nothing: a right is never granted on doubt.
 */
export function roleFromRecord(record: RoleRecord): Role {
  const permissions = record.permissions
    .filter(isPermission)
    .filter((permission) => mayBeCarried(permission, record.scopeKind));
  return {
    key: record.key,
    scopeKind: record.scopeKind,
    permissions: new Set(permissions),
    organizationId: record.organizationId,
    builtIn: false,
  };
}
