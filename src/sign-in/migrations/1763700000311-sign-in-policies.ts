import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ORGANIZATION, PLATFORM, rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const READABLE = `${SYSTEM} or (${PLATFORM} and organization_id is null) or ${OWN_ORGANIZATION}`;

/**
 * What a sign-in has to be like: one row of the platform, without an organization, and one of each organization that ever set
 * a policy. A row stays when the default holds again, so that its version goes on and no change is made from an old one.
 */
export class SignInPolicies1763700000311 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table sign_in_policies (
         id uuid primary key,
         organization_id uuid references organizations (id) on delete cascade,
         is_set boolean not null,
         second_factor_required boolean not null,
         allowed_networks text[] not null,
         max_session_minutes integer check (max_session_minutes > 0),
         allowed_strategies text[] not null,
         version integer not null,
         updated_at timestamptz not null,
         constraint uq_sign_in_policies_organization unique nulls not distinct (organization_id)
       )`,
      ...rowSecurityFor('sign_in_policies', {
        read: READABLE,
        write: READABLE,
        delete: SYSTEM,
      }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table sign_in_policies`]);
  }
}
