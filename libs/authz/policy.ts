import type { Grant } from './grant.js';
import type { PermissionKey } from './permission.js';
import type { RoleRegistry } from './role-registry.js';
import type { ScopeKind } from './scope.js';
import { prepareSubject } from './subject.js';
import type { Subject } from './subject.js';

/** The rules of an application: its roles, and what it takes to give one. */
export interface Policy {
  readonly roles: RoleRegistry;
  /** The permission needed at a scope of each kind to give and take roles there. */
  readonly managedBy: Readonly<Record<ScopeKind, PermissionKey>>;
}

/** Many people's grants under one policy, by subject id. */
export interface World {
  readonly policy: Policy;
  readonly subjects: ReadonlyMap<string, Subject>;
}

/**
 * Groups grants by person. For a question about one scope it is enough to hand in the grants at that scope
 * and at the scopes around it: no other grant can change the answer.
 */
export function prepareWorld(policy: Policy, grants: Iterable<Grant>): World {
  const bySubject = Map.groupBy(grants, (grant) => grant.subjectId);
  const subjects = new Map<string, Subject>();
  for (const [subjectId, own] of bySubject) subjects.set(subjectId, prepareSubject(policy.roles, own));
  return { policy, subjects };
}
