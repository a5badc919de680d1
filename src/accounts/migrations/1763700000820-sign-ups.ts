import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/**
 * Sign-ups behind invite codes. Of a code only the digest is kept. `taken` counts the sign-ups that hold the code and those
 * that became an account; it changes only together with the state of one sign-up.
 */
export class SignUps1763700000820 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table sign_up_invites (
         id uuid primary key,
         code_digest text not null,
         uses integer not null check (uses between 1 and 100000),
         taken integer not null default 0,
         created_at timestamptz not null,
         expires_at timestamptz not null,
         ended_at timestamptz,
         constraint uq_sign_up_invites_code unique (code_digest),
         check (taken between 0 and uses)
       )`,
      `create index sign_up_invites_by_end on sign_up_invites (expires_at)`,
      ...rowSecurityFor('sign_up_invites', { read: SYSTEM }),
      `create table account_sign_ups (
         id uuid primary key,
         invite_id uuid not null references sign_up_invites (id) on delete cascade,
         handle_hash text not null,
         state text not null check (state in ('begun', 'waiting', 'verifying', 'created', 'undoing', 'done', 'undone')),
         is_silent boolean not null,
         sign_up_id text,
         sealed_client text,
         clerk_user_id text,
         user_id uuid,
         codes integer not null default 0,
         holder uuid,
         held_until timestamptz,
         created_at timestamptz not null,
         expires_at timestamptz not null,
         settled_at timestamptz,
         constraint uq_account_sign_ups_handle unique (handle_hash),
         check ((settled_at is not null) = (state in ('done', 'undone')))
       )`,
      `create index account_sign_ups_by_invite on account_sign_ups (invite_id)`,
      `create index account_sign_ups_by_user on account_sign_ups (user_id)`,
      `create index account_sign_ups_by_clerk_user on account_sign_ups (clerk_user_id)`,
      `create index account_sign_ups_by_settled on account_sign_ups (settled_at)`,
      `create index account_sign_ups_open on account_sign_ups (id) where settled_at is null`,
      ...rowSecurityFor('account_sign_ups', { read: SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table account_sign_ups`, `drop table sign_up_invites`]);
  }
}
