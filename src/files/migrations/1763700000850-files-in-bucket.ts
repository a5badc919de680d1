import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from '../../../migrations/sql-migration.js';

/** Which files have their content in a bucket. */
export class FilesInBucket1763700000850 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      'alter table stored_files add column in_bucket boolean not null default false',
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, ['alter table stored_files drop column in_bucket']);
  }
}
