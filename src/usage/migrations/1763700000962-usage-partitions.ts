import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropOfAccessRole, guardsOfPartitions } from '../../../migrations/access-role.js';
import { mergeTables, partitionTables } from '../../../migrations/partitioned-table.js';
import { runAll } from '../../../migrations/sql-migration.js';
import { ACTIVITY_DAYS, usagePartitions } from './usage-partitions.js';

const GUARDS = ACTIVITY_DAYS.map((table) => `app.may_drop_${table}(date, date)`);

/** Days of activity and stored reports are partitioned by their day; days go by whole months. */
export class UsagePartitions1763700000962 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await partitionTables(queryRunner, usagePartitions);
    await runAll(queryRunner, [
      `grant select on usage_ledger to tenantry_access`,
      `create policy usage_ledger_keeper on usage_ledger for select to tenantry_access using (true)`,
      ...GUARDS.map(
        (signature) =>
          // What the ledger tells of its own time cannot be taken away.
          `create function ${signature.replace('(date, date)', '(p_from date, p_to date)')} returns boolean
             stable language sql security definer set search_path = pg_catalog, public as
             $$ select p_to <= (select (began_at at time zone 'UTC')::date from usage_ledger) $$`,
      ),
      ...guardsOfPartitions(...GUARDS),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...dropOfAccessRole(...GUARDS),
      `drop policy usage_ledger_keeper on usage_ledger`,
      `revoke select on usage_ledger from tenantry_access`,
    ]);
    await mergeTables(queryRunner, usagePartitions);
  }
}
