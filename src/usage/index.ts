/**
 * Usage in the unit that Clerk bills: who was active on which day, reports, forecast, cost, and why somebody counts.
 *
 * Owns `usage_ledger`, `usage_people`, `platform_activity_days`, `organization_activity_days`,
 * `property_activity_days`, `usage_months`, `usage_members`, `usage_records`, `usage_dead_letters`,
 * `property_zone_versions`. Invariants: a person is a random number in the ledger, and `usage_people` alone says whose,
 * so that an erasure deletes that row and past counts stay; the clock of the database decides the day; a closed month
 * takes nothing more and is the same bytes for ever; what was not recorded is not zero.
 */
export { UsageMonthsService } from './closing/usage-months.service.js';
export { RollUpsService } from './closing/roll-ups.service.js';
export { ActivityDeadLettersService } from './ledger/activity-dead-letters.service.js';
export { ActivityLedgerService } from './ledger/activity-ledger.service.js';
export { NamedReportsService } from './report/named-reports.service.js';
export { csvOf } from './views/csv.js';
export { summaryOf } from './views/summary.js';
export { UsageModule } from './usage.module.js';
