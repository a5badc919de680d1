import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/**
 * Accounts of an older system on their way to Clerk: each is the row of its own ledger. What proves who somebody is lies in a
 * table of its own, sealed, and only until Clerk has it. A row that goes with an erasure leaves the keyed hashes of its id and
 * its address as tombstones, so that no later file brings the person back.
 */
export class LegacyAccounts1763700000500 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table account_imports (
         id uuid primary key,
         started_at timestamptz not null,
         finished_at timestamptz
       )`,
      ...rowSecurityFor('account_imports', { read: SYSTEM }),

      `create table legacy_accounts (
         id uuid primary key,
         legacy_id text not null,
         legacy_id_hash text not null,
         email_address text not null,
         email_hash text not null,
         email_verified boolean not null,
         first_name text,
         last_name text,
         username text,
         legacy_created_at timestamptz,
         hasher text,
         has_totp boolean not null,
         state text not null check (state in ('pending', 'creating', 'created', 'matched', 'failed', 'undone')),
         error text,
         import_id uuid references account_imports (id),
         clerk_id text,
         user_id uuid,
         load_id uuid not null,
         loaded_line integer not null,
         loaded_at timestamptz not null,
         updated_at timestamptz not null,
         constraint uq_legacy_accounts_legacy_id unique (legacy_id),
         constraint uq_legacy_accounts_email unique (email_address),
         constraint uq_legacy_accounts_clerk_id unique (clerk_id),
         check ((clerk_id is not null) = (state in ('created', 'matched')))
       )`,
      `create index legacy_accounts_by_state on legacy_accounts (state, id)`,
      `create index legacy_accounts_by_import on legacy_accounts (import_id, id)`,
      `create index legacy_accounts_by_user on legacy_accounts (user_id)`,
      ...rowSecurityFor('legacy_accounts', { read: SYSTEM }),

      `create table legacy_account_secrets (
         account_id uuid primary key references legacy_accounts (id) on delete cascade,
         sealed_digest text,
         sealed_totp_secret text,
         check (sealed_digest is not null or sealed_totp_secret is not null)
       )`,
      ...rowSecurityFor('legacy_account_secrets', { read: SYSTEM }),

      `create function app.tombstone_legacy_account() returns trigger language plpgsql set search_path = pg_catalog, public as $$
       begin
         insert into public.tombstones (kind, object_hash, hashed, deleted_at)
           values ('legacy_account', old.legacy_id_hash, true, now()), ('legacy_address', old.email_hash, true, now())
           on conflict do nothing;
         return null;
       end $$`,
      `create trigger tombstone_legacy_account after delete on legacy_accounts
         for each row execute function app.tombstone_legacy_account()`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table legacy_account_secrets`,
      `drop table legacy_accounts`,
      `drop function app.tombstone_legacy_account()`,
      `drop table account_imports`,
    ]);
  }
}
