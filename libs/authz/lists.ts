import { decide } from './decide.js';
import type { PermissionKey } from './permission.js';
import type { World } from './policy.js';
import type { Scope } from './scope.js';
import type { Subject } from './subject.js';

/** Those of the objects (scopes, or anything that has a scope's fields) where {@link decide} says yes, in order. */
export function listObjects<S extends Scope>(
  subject: Subject,
  permission: PermissionKey,
  objects: Iterable<S>,
  now: Date,
): S[] {
  return Array.from(objects).filter((object) => decide(subject, permission, object, now));
}

/** Ids of everybody for whom {@link decide} says yes at this scope, sorted. */
export function listSubjects(world: World, permission: PermissionKey, scope: Scope, now: Date): string[] {
  return [...world.subjects]
    .filter(([, subject]) => decide(subject, permission, scope, now))
    .map(([subjectId]) => subjectId)
    .sort();
}
