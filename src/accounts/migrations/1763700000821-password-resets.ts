import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/** Browsers that wait for the code of a password reset, whether anybody has the address they named or not. */
export class PasswordResets1763700000821 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table password_resets (
         id uuid primary key,
         handle_hash text not null,
         user_id uuid,
         sign_in_id text,
         sealed_client text,
         is_proved boolean not null default false,
         codes integer not null default 0,
         expires_at timestamptz not null,
         constraint uq_password_resets_handle unique (handle_hash)
       )`,
      `create index password_resets_by_user on password_resets (user_id)`,
      `create index password_resets_by_end on password_resets (expires_at)`,
      ...rowSecurityFor('password_resets', { read: SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table password_resets`]);
  }
}
