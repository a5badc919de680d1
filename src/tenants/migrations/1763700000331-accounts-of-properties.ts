import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from '../../../migrations/sql-migration.js';

/** Service accounts that belong to one property: who manages it makes them, and they hold nothing elsewhere. */
export class AccountsOfProperties1763700000331 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table service_accounts
         -- Null: of the whole organization, or an agent.
         add column property_id uuid,
         add constraint fk_service_accounts_property foreign key (organization_id, property_id)
           references properties (organization_id, id) on delete cascade,
         add constraint ck_service_accounts_agent check (on_behalf_of is null or property_id is null)`,
      `drop index uq_service_accounts_name`,
      `create unique index uq_service_accounts_name on service_accounts (organization_id, property_id, name)
         nulls not distinct where on_behalf_of is null`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `delete from service_accounts where property_id is not null`,
      `drop index uq_service_accounts_name`,
      `create unique index uq_service_accounts_name on service_accounts (organization_id, name) where on_behalf_of is null`,
      `alter table service_accounts drop constraint ck_service_accounts_agent, drop column property_id`,
    ]);
  }
}
