/**
 * The authorization decision as pure functions over roles, grants and scopes: may this person do this
 * here, why, and if not, what is the smallest grant that would change it and who may give it. Knows no
 * database, no framework and no permission of its own; the catalogue and the grants are handed in.
 *
 * Invariants: rights only grow with grants; they flow from platform to organization to property and never
 * up; an unknown role, a role at the wrong kind of scope and an invalid date give nothing; nobody hands on
 * what they lack.
 */
export {
  contains,
  isSameScope,
  organizationOf,
  organizationScope,
  platformScope,
  propertyScope,
  scopesAround,
  scopeWithin,
} from './scope.js';
export type { Scope, ScopeKind, ScopeOf } from './scope.js';
export { isPermission, mayBeCarried, permissionLevel, scopeKindOf } from './permission.js';
export type { PermissionKey, PermissionFor, PermissionLevel } from './permission.js';
export { definePermissions } from './permission-catalogue.js';
export type { PermissionCatalogue, PermissionOf } from './permission-catalogue.js';
export { defineRoles } from './define-roles.js';
export type { RoleDefinition } from './define-roles.js';
export type { Role, RoleRecord } from './role.js';
export { findRoleProblems } from './role-problems.js';
export type { RoleProblem } from './role-problems.js';
export { diffRole } from './diff-role.js';
export type { RightsChange, RoleDiff } from './diff-role.js';
export { RoleRegistry } from './role-registry.js';
export { isActive } from './grant.js';
export type { Grant, GroupReference } from './grant.js';
export { prepareSubject, Subject } from './subject.js';
export type { HeldRole } from './subject.js';
export { decide, effectivePermissions, heldPermissions, lackedPermissions } from './decide.js';
export { holdsRole } from './holds-role.js';
export { prepareWorld } from './policy.js';
export type { Policy, World } from './policy.js';
export { carriesMore, mayGrant, mayRevoke, refusalToGrant } from './may-grant.js';
export type { GrantRefusal, ProposedGrant } from './may-grant.js';
export { explain } from './explain.js';
export type { Derivation, Explanation, NearMiss } from './explain.js';
export { findGivers, findRemedies } from './remedy.js';
export type { Remedy } from './remedy.js';
export { listObjects, listSubjects } from './lists.js';
