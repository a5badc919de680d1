import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLATFORM, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/** What becomes of tenants with their people: a personal one for who came, an archive of what nobody owns any more. */
export class TenantLifecycle1763700000060 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table personal_tenants (
         user_id uuid primary key references users (id) on delete cascade,
         organization_id uuid references organizations (id),
         requested_at timestamptz not null,
         settled_at timestamptz
       )`,
      `create table ownerless_organizations (
         organization_id uuid not null references organizations (id),
         id uuid not null,
         user_id uuid references users (id) on delete set null,
         lost_at timestamptz not null,
         archive_after timestamptz not null,
         state text not null check (state in ('holding', 'cancelled', 'archived')),
         settled_at timestamptz,
         primary key (organization_id, id)
       )`,
      `create unique index uq_ownerless_organizations_holding on ownerless_organizations (organization_id)
        where state = 'holding'`,
      `create index ownerless_organizations_user on ownerless_organizations (user_id)`,
      ...rowSecurityFor('personal_tenants', {
        read: `${SYSTEM} or ${PLATFORM}`,
      }),
      ...rowSecurityFor('ownerless_organizations', {
        read: `${SYSTEM} or ${PLATFORM}`,
      }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table ownerless_organizations`, `drop table personal_tenants`]);
  }
}
