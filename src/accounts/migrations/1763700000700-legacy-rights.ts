import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/**
 * Organizations, properties, memberships and grants of an older system: each is the row of its own ledger, as the accounts
 * are. A person's rows go with their account. And the one import that runs at a time.
 */
export class LegacyRights1763700000700 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table legacy_rights (
         id uuid primary key,
         kind text not null check (kind in ('organization', 'property', 'membership', 'grant')),
         organization text not null,
         property text,
         account_id uuid references legacy_accounts (id) on delete cascade,
         role text,
         name text,
         slug text,
         timezone text,
         expires_at timestamptz,
         state text not null check (state in ('pending', 'creating', 'created', 'matched', 'failed', 'undone')),
         error text,
         import_id uuid references account_imports (id),
         organization_id uuid,
         property_id uuid,
         user_id uuid,
         owner_account_id uuid references legacy_accounts (id) on delete set null,
         begun_at timestamptz,
         given_at timestamptz,
         load_id uuid not null,
         loaded_line integer not null,
         loaded_at timestamptz not null,
         updated_at timestamptz not null,
         constraint uq_legacy_rights unique nulls not distinct (kind, organization, property, account_id, role),
         check ((account_id is not null) = (kind in ('membership', 'grant')))
       )`,
      `create index legacy_rights_by_state on legacy_rights (kind, state, id)`,
      `create index legacy_rights_by_import on legacy_rights (import_id, kind, id)`,
      `create index legacy_rights_by_account on legacy_rights (account_id)`,
      `create index legacy_rights_by_owner on legacy_rights (owner_account_id)`,
      `create index legacy_rights_by_user on legacy_rights (user_id)`,
      `create index legacy_rights_by_organization on legacy_rights (organization_id)`,
      ...rowSecurityFor('legacy_rights', { read: SYSTEM }),

      `create table account_import_lease (
         only_row boolean primary key default true check (only_row),
         import_id uuid,
         held_until timestamptz
       )`,
      `insert into account_import_lease default values`,
      ...rowSecurityFor('account_import_lease', { read: SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table account_import_lease`, `drop table legacy_rights`]);
  }
}
