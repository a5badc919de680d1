/**
 * Compares the whole mirror with Clerk and repairs it: a plan first, with a hash; then, by that hash, its carrying out.
 *
 * Owns `reconciliations`, `reconciliation_items`, `reconciliation_seen`, `reconciliation_lease`. Invariants: what Clerk's
 * list does not name is not deleted, only what Clerk, asked twice for it alone, does not know; whoever was deleted here
 * for good does not come back; one run at a time for the cluster, and only its holder writes; everything is applied
 * through the mirror's own functions, each item with its outcome in one transaction; a mass of removals waits for
 * somebody's word.
 */
export { ReconciliationsService } from './reconciliations.service.js';
export { ReconciliationAlarmsModule } from './reconciliation-alarms.module.js';
export { ReconciliationModule } from './reconciliation.module.js';
export { ReconciliationMaintenanceService } from './reconciliation-maintenance.service.js';
export type { Reconciliation } from './records/reconciliation.entity.js';
export { ReconciliationItemResponse, ReconciliationResponse } from './http/reconciliation.dto.js';
export { reconciliationReportOf } from './report.js';
export { MirrorStateService } from './seeding/mirror-state.service.js';
export { SeedingService } from './seeding.service.js';
export { RunnerService } from './runs/runner.service.js';
