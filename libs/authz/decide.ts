import { covers } from './grant.js';
import type { PermissionKey } from './permission.js';
import type { Scope } from './scope.js';
import type { HeldRole, Subject } from './subject.js';

/**
 * Whether someone may do this here and now. Yes if, and only if, a grant at the scope or at one around it
 * holds at this millisecond and its role carries the permission. Rights flow down, never up: what is held
 * on an organization holds on each of its properties, what is held on the platform everywhere.
 */
export function decide(subject: Subject, permission: PermissionKey, scope: Scope, now: Date): boolean {
  const at = now.getTime();
  for (const held of subject.heldOver(scope)) {
    for (const each of held) if (gives(each, permission, at)) return true;
  }
  return false;
}

/** Whether one held role gives the permission at a moment, in milliseconds since the epoch. */
export function gives(held: HeldRole, permission: PermissionKey, atMs: number): boolean {
  return covers(held, atMs) && held.role.permissions.has(permission);
}

/** Which of these permissions someone does not hold here, in the order asked. */
export function lackedPermissions(
  subject: Subject,
  permissions: Iterable<PermissionKey>,
  scope: Scope,
  now: Date,
): PermissionKey[] {
  return Array.from(permissions).filter((permission) => !decide(subject, permission, scope, now));
}

/**
 * Everything someone may do at a scope, sorted. It contains what flows down to it too; to list only what
 * concerns a property, keep those whose `permissionLevel` is `property`.
 */
export function effectivePermissions(subject: Subject, scope: Scope, now: Date): PermissionKey[] {
  return [...new Set(heldPermissions(subject, scope, now))].sort();
}

/** The same one by one, in no order and some of them twice: for who looks for one of a kind and stops there. */
export function* heldPermissions(subject: Subject, scope: Scope, now: Date): Generator<PermissionKey> {
  const at = now.getTime();
  for (const held of subject.heldOver(scope).flat()) if (covers(held, at)) yield* held.role.permissions;
}
