import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLATFORM, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/** What somebody should look at about the synchronisation, and how the webhook endpoint answered, by the minute. */
export class SyncAlarms1763700000025 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table sync_alarms (
         id uuid primary key,
         kind text not null,
         subject text not null default '',
         detail jsonb not null default '{}',
         occurrences integer not null default 1,
         raised_at timestamptz not null,
         last_seen_at timestamptz not null,
         cleared_at timestamptz
       )`,
      // One open alarm for each thing: what goes on is counted, not repeated.
      `create unique index uq_sync_alarms_open on sync_alarms (kind, subject) where cleared_at is null`,
      `create table webhook_endpoint_minutes (
         minute timestamptz primary key,
         taken integer not null default 0,
         refused integer not null default 0,
         failed integer not null default 0
       )`,
      ...rowSecurityFor('sync_alarms', {
        read: `${SYSTEM} or ${PLATFORM}`,
        privileges: ['SELECT', 'INSERT', 'UPDATE'],
      }),
      ...rowSecurityFor('webhook_endpoint_minutes', { read: `${SYSTEM} or ${PLATFORM}` }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table webhook_endpoint_minutes`, `drop table sync_alarms`]);
  }
}
