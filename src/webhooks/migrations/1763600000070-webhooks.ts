import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLATFORM, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/** Clerk's deliveries, how the endpoint answered them, and what somebody should look at about the synchronisation. */
export class Webhooks1763600000070 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...WEBHOOK_DELIVERIES,
      ...WEBHOOK_DELIVERY_SUBJECTS,
      ...WEBHOOK_ENDPOINT_MINUTES,
      ...SYNC_ALARMS,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table sync_alarms`,
      `drop table webhook_endpoint_minutes`,
      `drop table webhook_delivery_subjects`,
      `drop table webhook_deliveries`,
      `drop function app.drop_delivery_subjects()`,
    ]);
  }
}

/** Each row is both the record of a delivery and its entry in the queue. */
const WEBHOOK_DELIVERIES = [
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
  `create index webhook_deliveries_unsettled on webhook_deliveries (state, received_at)
     where state in ('pending', 'dead')`,
  `create index webhook_deliveries_received on webhook_deliveries (received_at desc)`,
  `create index webhook_deliveries_payload on webhook_deliveries (received_at) where payload is not null`,
  // What became of the webhooks about an object says why the mirror missed it.
  `create index webhook_deliveries_object_id on webhook_deliveries (object_id) where object_id is not null`,
  ...rowSecurityFor('webhook_deliveries', { read: `${SYSTEM} or ${PLATFORM}` }),
];

/** Whom a delivery is about, as rows that an index finds. They live exactly as long as its payload, whoever drops that. */
const WEBHOOK_DELIVERY_SUBJECTS = [
  `create table webhook_delivery_subjects (
     svix_id text not null references webhook_deliveries (svix_id) on delete cascade,
     -- An id of Clerk's, an e-mail address or a phone number, in canonical form.
     subject text not null,
     -- Whether the event is about this subject, or only names it.
     relation text not null check (relation in ('owner', 'mention')),
     primary key (svix_id, subject)
   )`,
  `create index webhook_delivery_subjects_subject on webhook_delivery_subjects (subject)`,
  ...rowSecurityFor('webhook_delivery_subjects', { read: SYSTEM }),
  `create function app.drop_delivery_subjects() returns trigger language plpgsql as
     $$ begin
          delete from public.webhook_delivery_subjects where svix_id = new.svix_id;
          return null;
        end $$`,
  `create trigger webhook_deliveries_payload_gone after update of payload on webhook_deliveries
     for each row when (old.payload is not null and new.payload is null)
     execute function app.drop_delivery_subjects()`,
];

/** How the webhook endpoint answered, by the minute. */
const WEBHOOK_ENDPOINT_MINUTES = [
  `create table webhook_endpoint_minutes (
     minute timestamptz primary key,
     taken integer not null default 0,
     refused integer not null default 0,
     failed integer not null default 0
   )`,
  ...rowSecurityFor('webhook_endpoint_minutes', { read: `${SYSTEM} or ${PLATFORM}` }),
];

/** An alarm may name a person by Clerk's id; their erasure takes it along. */
const SYNC_ALARMS = [
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
  `create index sync_alarms_cleared on sync_alarms (cleared_at) where cleared_at is not null`,
  ...rowSecurityFor('sync_alarms', { read: `${SYSTEM} or ${PLATFORM}` }),
];
