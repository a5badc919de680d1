import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** What row-level security asks: in whose scope does this transaction work? */
export class ScopeFunctions1763700000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create schema app`,
      `grant usage on schema app to tenantry_app, tenantry_access`,
      `grant usage on schema public to tenantry_app, tenantry_access`,
      // After a commit the setting is '' and not null, and ''::uuid is an error: hence nullif.
      `create function app.scope_kind() returns text stable parallel safe language sql as
         $$ select nullif(current_setting('app.scope_kind', true), '') $$`,
      `create function app.scope_organization() returns uuid stable parallel safe language sql as
         $$ select nullif(current_setting('app.scope_organization', true), '')::uuid $$`,
      `create function app.scope_user() returns uuid stable parallel safe language sql as
         $$ select nullif(current_setting('app.scope_user', true), '')::uuid $$`,
      `grant select on migrations to tenantry_app`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`revoke select on migrations from tenantry_app`, `drop schema app cascade`]);
  }
}
