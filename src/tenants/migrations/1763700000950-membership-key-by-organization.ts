import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from '../../../migrations/sql-migration.js';

/**
 * Clerk's id of a membership is unique within its organization. Across all of them it is so at Clerk; here a key without
 * the organization would keep the table from being spread over several databases.
 */
export class MembershipKeyByOrganization1763700000950 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table memberships add constraint uq_memberships_organization_clerk_id unique (organization_id, clerk_id)`,
      `create index memberships_clerk_id on memberships (clerk_id) where clerk_id is not null`,
      `alter table memberships drop constraint uq_memberships_clerk_id`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table memberships add constraint uq_memberships_clerk_id unique (clerk_id)`,
      `drop index memberships_clerk_id`,
      `alter table memberships drop constraint uq_memberships_organization_clerk_id`,
    ]);
  }
}
