import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from '../../../migrations/sql-migration.js';

/** Since when the mirror is seeded, and which runs fill an empty one. */
export class Seeding1763700000320 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table reconciliations add column seeds boolean not null default false`,
      `create index reconciliations_seeding on reconciliations (id) where seeds`,
      // Null: nothing proves yet that all of Clerk is here, and whoever asks by it is told to wait.
      `alter table reconciliation_lease add column seeded_at timestamptz`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table reconciliation_lease drop column seeded_at`,
      `drop index reconciliations_seeding`,
      `alter table reconciliations drop column seeds`,
    ]);
  }
}
