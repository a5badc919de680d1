import type { MigrationInterface, QueryRunner } from 'typeorm';
import { boundTable, unboundTable } from '../../../migrations/partitioned-table.js';
import { runAll } from '../../../migrations/sql-migration.js';
import { auditPartitions } from './audit-partitions.js';

/**
 * What is in the log will be its first partition. A key of a partitioned table holds the column that it is parted by: of
 * the positions that is the row's id. That no position is given twice is seen to by the function that gives them, behind
 * the locked head, and told by every check of the chain.
 */
export class AuditBounds1763700000963 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Only the sealer waits for the index.
    await runAll(queryRunner, [
      `create index audit_seals_sequence on audit_seals (sequence)`,
      `alter table audit_seals drop constraint audit_seals_pkey`,
    ]);
    for (const table of auditPartitions) await boundTable(queryRunner, table);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of auditPartitions) await unboundTable(queryRunner, table);
    await runAll(queryRunner, [
      `alter table audit_seals add primary key (sequence)`,
      `drop index audit_seals_sequence`,
    ]);
  }
}
