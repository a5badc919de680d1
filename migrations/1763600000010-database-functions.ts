import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** What policies and triggers of all modules ask: in whose scope does this transaction work, and may rows change? */
export class DatabaseFunctions1763600000010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create schema app`,
      `grant usage on schema app to tenantry_app, tenantry_access`,
      `grant usage on schema public to tenantry_app, tenantry_access`,
      // The runtime role tells what is pending.
      `grant select on migrations to tenantry_app`,

      // After a commit the setting is '' and not null, and ''::uuid is an error: hence nullif.
      `create function app.scope_kind() returns text stable parallel safe language sql as
         $$ select nullif(current_setting('app.scope_kind', true), '') $$`,
      `create function app.scope_organization() returns uuid stable parallel safe language sql as
         $$ select nullif(current_setting('app.scope_organization', true), '')::uuid $$`,
      // Lets a table part properties as well as organizations: see OWN_PROPERTY.
      `create function app.scope_property() returns uuid stable parallel safe language sql as
         $$ select nullif(current_setting('app.scope_property', true), '')::uuid $$`,
      `create function app.scope_user() returns uuid stable parallel safe language sql as
         $$ select nullif(current_setting('app.scope_user', true), '')::uuid $$`,

      // For triggers of tables that are only ever added to.
      `create function app.refuse_change() returns trigger language plpgsql as
         $$ begin raise exception 'rows of % are only ever added', tg_table_name using errcode = '42501'; end $$`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `revoke select on migrations from tenantry_app`,
      `revoke usage on schema public from tenantry_app, tenantry_access`,
      `drop schema app cascade`,
    ]);
  }
}
