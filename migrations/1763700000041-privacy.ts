import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/**
 * Privacy requests and what comes of them. No foreign key to users: these rows outlive the person as the record of
 * what was asked and done, by a random id that leads nowhere once the person is erased.
 */
export class Privacy1763700000041 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table privacy_requests (
         id uuid primary key,
         kind text not null check (kind in ('access', 'erasure', 'correction', 'objection')),
         law text not null check (law in ('gdpr', 'ccpa')),
         user_id uuid not null,
         requested_by uuid not null,
         received_at timestamptz not null,
         due_at timestamptz not null,
         extended_at timestamptz,
         extension_reason text,
         duplicate_of uuid,
         alarmed_percent integer not null default 0,
         closed_at timestamptz
       )`,
      `create index privacy_requests_open on privacy_requests (due_at, id) where closed_at is null`,
      `create index privacy_requests_user on privacy_requests (user_id)`,
      `create table privacy_exports (
         id uuid primary key,
         user_id uuid not null,
         requested_by uuid not null,
         status text not null check (status in ('pending', 'running', 'ready', 'expired', 'aborted', 'failed')),
         -- The key of the file, sealed under the key of the person.
         sealed_key text,
         bytes bigint,
         sha256 text,
         requested_at timestamptz not null,
         due_at timestamptz not null,
         finished_at timestamptz,
         expires_at timestamptz
       )`,
      `create index privacy_exports_user on privacy_exports (user_id)`,
      `create table privacy_erasures (
         id uuid primary key,
         user_id uuid not null,
         requested_by uuid not null,
         approved_by uuid,
         status text not null check (status in
           ('awaiting_approval', 'grace', 'running', 'waiting', 'done', 'cancelled', 'blocked')),
         -- What the person is found by (addresses, names, Clerk's id) and the reason given, sealed under their key.
         sealed_particulars text,
         sealed_reason text,
         requested_at timestamptz not null,
         due_at timestamptz not null,
         erase_after timestamptz not null,
         blocked_by text,
         steps jsonb not null,
         certificate jsonb,
         finished_at timestamptz
       )`,
      `create unique index uq_privacy_erasures_open on privacy_erasures (user_id)
         where status not in ('done', 'cancelled')`,
      `create table privacy_holds (
         id uuid primary key,
         user_id uuid not null,
         article text not null,
         sealed_reason text,
         placed_by uuid not null,
         placed_at timestamptz not null,
         released_by uuid,
         released_at timestamptz
       )`,
      `create index privacy_holds_user on privacy_holds (user_id) where released_at is null`,
      `create table privacy_consents (
         id uuid primary key,
         user_id uuid not null,
         purpose text not null,
         version text not null,
         given_at timestamptz not null,
         withdrawn_at timestamptz
       )`,
      `create unique index uq_privacy_consents_standing on privacy_consents (user_id, purpose)
         where withdrawn_at is null`,
      ...[
        'privacy_requests',
        'privacy_exports',
        'privacy_erasures',
        'privacy_holds',
        'privacy_consents',
      ].flatMap((table) => rowSecurityFor(table, { read: SYSTEM })),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table privacy_consents`,
      `drop table privacy_holds`,
      `drop table privacy_erasures`,
      `drop table privacy_exports`,
      `drop table privacy_requests`,
    ]);
  }
}
