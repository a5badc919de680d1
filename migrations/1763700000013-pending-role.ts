import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** A role that was lowered here and that Clerk has not confirmed: until then Clerk's word cannot raise it. */
export class PendingRole1763700000013 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`alter table memberships add column pending_role text`]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`alter table memberships drop column pending_role`]);
  }
}
