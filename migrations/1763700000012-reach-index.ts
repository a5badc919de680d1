import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** For "on which properties does she hold this?": one page of a person's grants in the order of the list. */
export class ReachIndex1763700000012 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create index property_grants_reach on property_grants (user_id, property_id desc)`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop index property_grants_reach`]);
  }
}
