import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** How an export came to be: tries, what it waits for, what is missing, and which file is the one that counts. */
export class ExportRuns1763700000075 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table privacy_exports
         -- Counts the packers that took it; the file of an earlier one is never handed out.
         add column attempts integer not null default 0,
         add column failures integer not null default 0,
         add column problem text,
         add column waiting_for text,
         add column missing text[] not null default '{}',
         add column file_name text,
         -- Whose data it is: a person's or an organization's.
         alter column user_id drop not null,
         add column organization_id uuid,
         add constraint ck_privacy_exports_subject check ((user_id is null) <> (organization_id is null))`,
      `create index privacy_exports_organization on privacy_exports (organization_id) where organization_id is not null`,
      `create index privacy_exports_requested_by on privacy_exports (requested_by)`,
      // The format of the files has changed; who has one of before asks again.
      `update privacy_exports set status = 'expired', sealed_key = null where status = 'ready'`,
      `create index privacy_exports_open on privacy_exports (requested_at) where status in ('pending', 'running', 'ready')`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop index privacy_exports_open, privacy_exports_requested_by, privacy_exports_organization`,
      `delete from privacy_exports where user_id is null`,
      `alter table privacy_exports
         drop constraint ck_privacy_exports_subject, drop column organization_id,
         alter column user_id set not null,
         drop column attempts, drop column failures, drop column problem, drop column waiting_for,
         drop column missing, drop column file_name`,
    ]);
  }
}
