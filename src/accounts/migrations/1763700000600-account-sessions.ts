import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/**
 * Browsers that signed in by this service. The token by which Clerk knows each lies sealed under the person's own key; the
 * browser has a cookie that names the row by a text of which only the hash stands here.
 */
export class AccountSessions1763700000600 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table account_sessions (
         id uuid primary key,
         handle_hash text not null,
         user_id uuid not null,
         sign_in_id text,
         clerk_session_id text,
         sealed_client text not null,
         generation integer not null,
         codes integer not null default 0,
         rotated_at timestamptz not null,
         created_at timestamptz not null,
         expires_at timestamptz not null,
         ended_at timestamptz,
         constraint uq_account_sessions_handle unique (handle_hash),
         check ((sign_in_id is null) <> (clerk_session_id is null))
       )`,
      `create index account_sessions_by_user on account_sessions (user_id)`,
      `create index account_sessions_by_end on account_sessions (expires_at)`,
      ...rowSecurityFor('account_sessions', { read: SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table account_sessions`]);
  }
}
