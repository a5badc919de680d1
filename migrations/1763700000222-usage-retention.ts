import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SYSTEM } from './row-security.js';
import { runAll } from './sql-migration.js';

const DAYS = ['platform_activity_days', 'organization_activity_days', 'property_activity_days'];

/**
 * Days of activity are kept for a time: the ledger's beginning moves, and only what lies before it may be deleted. What
 * it tells of its own time still cannot be changed or taken away.
 */
export class UsageRetention1763700000222 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const beginning = `(select (began_at at time zone 'UTC')::date from usage_ledger)`;
    await runAll(queryRunner, [
      `grant update (began_at) on usage_ledger to tenantry_app`,
      `alter policy usage_ledger_update on usage_ledger using (${SYSTEM}) with check (${SYSTEM})`,
      ...DAYS.flatMap((table) => [
        `grant delete on ${table} to tenantry_app`,
        `alter policy ${table}_delete on ${table} using (${SYSTEM} and day < ${beginning})`,
      ]),
      `create index organization_activity_days_day on organization_activity_days (day)`,
      `create index property_activity_days_day on property_activity_days (day)`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop index property_activity_days_day`,
      `drop index organization_activity_days_day`,
      ...DAYS.flatMap((table) => [
        `alter policy ${table}_delete on ${table} using (${SYSTEM})`,
        `revoke delete on ${table} from tenantry_app`,
      ]),
      `alter policy usage_ledger_update on usage_ledger using (false) with check (false)`,
      `revoke update (began_at) on usage_ledger from tenantry_app`,
    ]);
  }
}
