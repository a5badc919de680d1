import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ORGANIZATION, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

const OWN_OR_SYSTEM = `${SYSTEM} or ${OWN_ORGANIZATION}`;

/**
 * Erasures of whole organizations and what holds them up. No foreign key to organizations: these rows outlive them as
 * the record of what was asked and done.
 */
export class OrganizationData1763700000076 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table organization_erasures (
         id uuid primary key,
         organization_id uuid not null,
         requested_by uuid not null,
         approved_by uuid,
         status text not null check (status in
           ('awaiting_approval', 'grace', 'running', 'waiting', 'done', 'cancelled', 'blocked')),
         -- The reason given, under the key of who gave it.
         sealed_reason text,
         requested_at timestamptz not null,
         erase_after timestamptz not null,
         begun_at timestamptz,
         blocked_by text,
         waiting_for text,
         -- Clerk's id, while the erasure runs.
         clerk_id text,
         planned jsonb not null,
         steps jsonb not null,
         certificate jsonb,
         finished_at timestamptz
       )`,
      `create unique index uq_organization_erasures_open on organization_erasures (organization_id)
         where status not in ('done', 'cancelled')`,
      `create index organization_erasures_organization on organization_erasures (organization_id, id desc)`,
      `create table organization_holds (
         id uuid primary key,
         organization_id uuid not null,
         article text not null,
         placed_by uuid not null,
         placed_at timestamptz not null,
         released_by uuid,
         released_at timestamptz
       )`,
      `create index organization_holds_organization on organization_holds (organization_id, id desc)`,
      ...['organization_erasures', 'organization_holds'].flatMap((table) =>
        rowSecurityFor(table, { read: OWN_OR_SYSTEM, write: OWN_OR_SYSTEM }),
      ),
      // An export of an organization is asked for and seen in its scope; those of people have no organization.
      `alter policy privacy_exports_read on privacy_exports using (${OWN_OR_SYSTEM})`,
      `alter policy privacy_exports_insert on privacy_exports with check (${OWN_OR_SYSTEM})`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter policy privacy_exports_read on privacy_exports using (${SYSTEM})`,
      `alter policy privacy_exports_insert on privacy_exports with check (${SYSTEM})`,
      `drop table organization_holds`,
      `drop table organization_erasures`,
    ]);
  }
}
