import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ORGANIZATION, PLATFORM, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/** Who did what, where, and how it ended. Rows are only ever added: by privilege and by trigger. */
export class AuditEvents1763700000005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table audit_events (
         id uuid primary key,
         occurred_at timestamptz not null default clock_timestamp(),
         action text not null,
         outcome text not null check (outcome in ('allowed', 'denied')),
         actor_kind text not null check (actor_kind in ('user', 'system')),
         actor_id text not null,
         impersonator_id text,
         organization_id uuid,
         property_id uuid,
         target_kind text,
         target_id text,
         change jsonb not null default '{}',
         reason text,
         request_id text
       )`,
      `create index audit_events_organization on audit_events (organization_id, id desc)`,
      ...rowSecurityFor('audit_events', {
        read: `${SYSTEM} or ${PLATFORM} or ${OWN_ORGANIZATION}`,
        insert: `${SYSTEM} or ${OWN_ORGANIZATION} or (organization_id is null and (select app.scope_kind()) is not null)`,
        write: 'false',
        privileges: ['SELECT', 'INSERT'],
      }),
      `create function app.refuse_change() returns trigger language plpgsql as
         $$ begin raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501'; end $$`,
      `create trigger audit_events_insert_only before update or delete or truncate on audit_events
         for each statement execute function app.refuse_change()`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table audit_events`, `drop function app.refuse_change()`]);
  }
}
