import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** Lets the policies of a table part properties as well as organizations: see `OWN_PROPERTY`. */
export class PropertyScope1763700000220 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create function app.scope_property() returns uuid stable parallel safe language sql as
         $$ select nullif(current_setting('app.scope_property', true), '')::uuid $$`,
      `grant execute on function app.scope_property() to tenantry_app`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, ['drop function app.scope_property()']);
  }
}
