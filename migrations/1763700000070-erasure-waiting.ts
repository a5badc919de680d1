import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** What an erasure waits for, since when, and when it is tried again; and whether a restored backup was its cause. */
export class ErasureWaiting1763700000070 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table privacy_erasures
         add column cause text not null default 'request' check (cause in ('request', 'restored backup')),
         add column begun_at timestamptz,
         add column waiting_for text,
         add column waiting_since timestamptz,
         add column next_try_at timestamptz`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table privacy_erasures drop column cause, drop column begun_at, drop column waiting_for,
         drop column waiting_since, drop column next_try_at`,
    ]);
  }
}
