import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from '../../../migrations/sql-migration.js';

/**
 * Where publishing begins is set before anything can happen, and what waits for another try has an index of its own: a
 * round asks of each lane whether one waits, however much is pending.
 */
export class WhereEventsBegin1763700000332 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      // The row of the audit log behind which events begin. Of a log that has rows already nothing earlier is told.
      `alter table event_feed add column begins_after bigint not null default 0`,
      `update event_feed set begins_after = (select sequence from audit_chain)`,
      `create index event_deliveries_waiting on event_deliveries (endpoint_id, lane, position)
         where state = 'pending' and attempts > 0`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop index event_deliveries_waiting`,
      `alter table event_feed drop column begins_after`,
    ]);
  }
}
