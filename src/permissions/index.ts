/**
 * The permissions that the application declares for itself, beside the built-in ones: declared as a whole, planned first,
 * applied by the plan's hash.
 *
 * Owns `authorization_models`. Invariants: a row never changes; a declared permission never has the name of a built-in one
 * (an update that brings one of that name does not start); one that stands in a role does not go.
 */
export { CurrentDeclarationService } from './current-declaration.service.js';
export type { WrittenPermission } from './declaration.rule.js';
export { hashOfPlan, type PermissionPlan } from './permission-plan.js';
export { PermissionsModule } from './permissions.module.js';
export { PermissionsService } from './permissions.service.js';
export { readPlanRequest } from './read-plan-request.js';
