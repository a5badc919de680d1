import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** Lets every replica ask twice a second who was shut out lately, without reading the tables. */
export class RevocationIndexes1763700000008 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create index user_sessions_ended_at on user_sessions (ended_at) where ended_at is not null`,
      `create index users_sessions_invalid_before on users (sessions_invalid_before)
         where sessions_invalid_before is not null`,
      `create index users_banned on users (updated_at) where banned`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop index users_banned`,
      `drop index users_sessions_invalid_before`,
      `drop index user_sessions_ended_at`,
    ]);
  }
}
