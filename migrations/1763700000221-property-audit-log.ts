import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** The log of one property is read from its newest row on, page by page. */
export class PropertyAuditLog1763700000221 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create index audit_events_property on audit_events (property_id, id) where property_id is not null`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, ['drop index audit_events_property']);
  }
}
