import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLATFORM, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/** Runs of the reconciliation with what each found, the ids that a walk has met, and the lease of the one that runs. */
export class Reconciliations1763600000080 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table reconciliations (
         id uuid primary key,
         mode text not null check (mode in ('full', 'incremental')),
         status text not null
           check (status in ('planning', 'planned', 'applying', 'applied', 'blocked', 'failed')),
         -- How far planning is, by kind; a run that was cut off goes on from here.
         progress jsonb not null default '{}',
         -- SHA-256 over the canonical plan; applying takes nothing else.
         hash text,
         drift jsonb,
         -- Objects at Clerk and here, by kind.
         counts jsonb not null default '{}',
         -- Why the safety threshold holds it.
         reasons jsonb not null default '[]',
         error text,
         requested_by uuid,
         applied_by uuid,
         forced boolean not null default false,
         started_at timestamptz not null,
         planned_at timestamptz,
         apply_started_at timestamptz,
         finished_at timestamptz
       )`,
      `create index reconciliations_started on reconciliations (started_at)`,
      `create index reconciliations_open on reconciliations (id) where status in ('planning', 'applying')`,
      `create table reconciliation_items (
         run_id uuid not null references reconciliations (id) on delete cascade,
         kind text not null check (kind in ('user', 'organization', 'membership', 'invitation', 'role')),
         change text not null check (change in ('missing', 'extra', 'different')),
         clerk_id text not null,
         organization_clerk_id text,
         user_clerk_id text,
         -- Names only: values are personal.
         fields text[] not null default '{}',
         cause text not null,
         clerk_updated_at timestamptz,
         mirrored_updated_at timestamptz,
         -- When Clerk first said that it does not know the object; it is removed only after a second time.
         missed_at timestamptz,
         outcome text check (outcome in ('applied', 'unchanged', 'kept', 'gone', 'failed')),
         error text,
         settled_at timestamptz,
         primary key (run_id, kind, change, clerk_id)
       )`,
      `create index reconciliation_items_open on reconciliation_items (run_id, kind, change, clerk_id)
         where outcome is null`,
      `create index reconciliation_items_clerk_id on reconciliation_items (clerk_id)`,
      `create table reconciliation_seen (
         run_id uuid not null references reconciliations (id) on delete cascade,
         kind text not null,
         clerk_id text not null,
         primary key (run_id, kind, clerk_id)
       )`,
      `create table reconciliation_lease (
         only_row boolean primary key default true check (only_row),
         run_id uuid,
         holder text,
         -- Rises whenever the lease changes hands; only the latest one may write.
         token bigint not null default 0,
         lease_until timestamptz not null default '-infinity'
       )`,
      `insert into reconciliation_lease default values`,
      ...rowSecurityFor('reconciliations', { read: `${SYSTEM} or ${PLATFORM}` }),
      ...rowSecurityFor('reconciliation_items', { read: `${SYSTEM} or ${PLATFORM}` }),
      ...rowSecurityFor('reconciliation_seen', { read: SYSTEM }),
      ...rowSecurityFor('reconciliation_lease', { read: SYSTEM, privileges: ['SELECT', 'UPDATE'] }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table reconciliation_lease`,
      `drop table reconciliation_seen`,
      `drop table reconciliation_items`,
      `drop table reconciliations`,
    ]);
  }
}
