import type { MigrationInterface, QueryRunner } from 'typeorm';
import { IN_ANY_SCOPE, PLATFORM, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/** Clerk's deliveries, each row both the record and the queue entry; and the graves of deleted objects. */
export class WebhookLedger1763700000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table webhook_deliveries (
         svix_id text primary key,
         event_type text not null,
         object_id text,
         event_at timestamptz,
         instance_id text,
         body_sha256 bytea not null,
         payload jsonb,
         state text not null check (state in ('pending', 'applied', 'ignored', 'dead')),
         attempts integer not null default 0,
         next_attempt_at timestamptz not null,
         received_at timestamptz not null,
         settled_at timestamptz,
         last_error text,
         repeats integer not null default 0
       )`,
      `create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where state = 'pending'`,
      `create index webhook_deliveries_received on webhook_deliveries (received_at desc)`,
      `create table tombstones (
         kind text not null,
         clerk_id text not null,
         deleted_at timestamptz not null,
         primary key (kind, clerk_id)
       )`,
      ...rowSecurityFor('webhook_deliveries', { read: `${SYSTEM} or ${PLATFORM}` }),
      // Ids of what is gone, nothing else; whoever removes something digs its grave in the same transaction.
      ...rowSecurityFor('tombstones', { read: IN_ANY_SCOPE, insert: IN_ANY_SCOPE, write: SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table tombstones`, `drop table webhook_deliveries`]);
  }
}
