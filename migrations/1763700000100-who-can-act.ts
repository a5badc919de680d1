import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/**
 * One definition of who can act: not banned, not deleted, not frozen by an erasure. A generated column, so that every
 * statement that asks for owners, holders of rights or heirs asks for the same thing.
 */
export class WhoCanAct1763700000100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table users add frozen_at timestamptz`,
      `alter table users add can_act boolean not null
         generated always as (not banned and deleted_at is null and frozen_at is null) stored`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`alter table users drop can_act`, `alter table users drop frozen_at`]);
  }
}
