import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** Whether a restored backup was the cause of an organization's erasure. */
export class ReturnedOrganizations1763700000091 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table organization_erasures
         add column cause text not null default 'request' check (cause in ('request', 'restored backup'))`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`alter table organization_erasures drop column cause`]);
  }
}
