import type { ScopeKind } from './scope.js';

/** The first part of a permission: on which level the thing it opens lives. */
export type PermissionLevel = 'platform' | 'org' | 'property';

/** `<level>:<resource>:<verb>`, for example `org:members:manage`. */
export type PermissionKey = `${PermissionLevel}:${string}:${string}`;

/**
 * Those of `P` that a role of scope kind `K` may carry. A role never opens anything wider than the place
 * where it is given: a property role carries property permissions only, an organization role those of
 * the organization and of its properties, a platform role any.
 */
export type PermissionFor<P extends PermissionKey, K extends ScopeKind> = K extends 'platform'
  ? P
  : K extends 'organization'
    ? Extract<P, `org:${string}` | `property:${string}`>
    : Extract<P, `property:${string}`>;

const SHAPE = /^(platform|org|property):[a-z0-9][a-z0-9_-]*:[a-z0-9][a-z0-9_-]*$/;

const LEVELS_OF: Readonly<Record<ScopeKind, readonly PermissionLevel[]>> = {
  platform: ['platform', 'org', 'property'],
  organization: ['org', 'property'],
  property: ['property'],
};

const KIND_OF: Readonly<Record<PermissionLevel, ScopeKind>> = {
  platform: 'platform',
  org: 'organization',
  property: 'property',
};

/** Whether a text has the three-part form of a permission (it need not be in any catalogue). */
export function isPermission(text: string): text is PermissionKey {
  return SHAPE.test(text);
}

/** The level a permission belongs to. */
export function permissionLevel(permission: PermissionKey): PermissionLevel {
  return permission.slice(0, permission.indexOf(':')) as PermissionLevel;
}

/** The kind of scope at which the thing lives that a permission opens. */
export function scopeKindOf(permission: PermissionKey): ScopeKind {
  return KIND_OF[permissionLevel(permission)];
}

/** Whether a role of this kind may carry the permission; the run-time twin of {@link PermissionFor}. */
export function mayBeCarried(permission: PermissionKey, by: ScopeKind): boolean {
  return LEVELS_OF[by].includes(permissionLevel(permission));
}
