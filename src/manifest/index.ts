/**
 * What a module says about itself, and the types of it. The list of all modules is `src/modules.ts`.
 *
 * Owns no table. Invariant: a manifest is data and runs nothing; the code behind it is loaded on demand.
 */
export { CLEAN_UP_ROWS, type CleanUp } from './clean-up.js';
export { defineModule } from './define-module.js';
export type { AuditActionsOf, ModuleManifest, PermissionsOf } from './define-module.js';
export { healthByAge } from './health-report.js';
export type { HealthDetail, HealthReport, HealthStatus } from './health-report.js';
export { LOADED_MODULES } from './loaded-module.js';
export { matchDeclared } from './match-declared.js';
export { periodicWork } from './module-runtime.js';
export { inBites } from './in-bites.js';
export type { LoadedModule } from './loaded-module.js';
export type { HealthCheck, ModuleRuntime, PeriodicWork } from './module-runtime.js';
export type { PeriodicJobDeclaration, PeriodicJobHandler, RunContext, RunResult } from './periodic-job.js';
export * from './personal-data.js';
export * from './processing-activity.js';
export { PER_ORGANIZATION, PER_PERSON, type TableGrowth } from './table-growth.js';
export { byOrganizationId, FIGURES, LOG, PROOF, type Tenancy } from './tenancy.js';
