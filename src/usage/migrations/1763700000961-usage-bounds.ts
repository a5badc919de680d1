import type { MigrationInterface, QueryRunner } from 'typeorm';
import { boundTable, unboundTable } from '../../../migrations/partitioned-table.js';
import { usagePartitions } from './usage-partitions.js';

/** What is in the tables of usage will be their first partitions. */
export class UsageBounds1763700000961 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of usagePartitions) await boundTable(queryRunner, table);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of usagePartitions) await unboundTable(queryRunner, table);
  }
}
