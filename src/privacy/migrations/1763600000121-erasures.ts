import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ORGANIZATION, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const OWN_OR_SYSTEM = `${SYSTEM} or ${OWN_ORGANIZATION}`;

/**
 * Erasures of people and of whole organizations, what holds them up, and what they found and people have to decide. No
 * foreign key to users or organizations: these rows outlive them as the record of what was asked and done.
 */
export class Erasures1763600000121 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...PRIVACY_ERASURES,
      ...ERASURE_FINDINGS,
      ...PRIVACY_HOLDS,
      ...ORGANIZATION_ERASURES,
      ...ORGANIZATION_HOLDS,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table organization_holds`,
      `drop table organization_erasures`,
      `drop table privacy_holds`,
      `drop table erasure_findings`,
      `drop table privacy_erasures`,
    ]);
  }
}

const PRIVACY_ERASURES = [
  `create table privacy_erasures (
     id uuid primary key,
     user_id uuid not null,
     cause text not null default 'request' check (cause in ('request', 'restored backup')),
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
     begun_at timestamptz,
     blocked_by text,
     -- What it waits for, since when, and when it is tried again.
     waiting_for text,
     waiting_since timestamptz,
     next_try_at timestamptz,
     steps jsonb not null,
     certificate jsonb,
     finished_at timestamptz
   )`,
  `create unique index uq_privacy_erasures_open on privacy_erasures (user_id)
     where status not in ('done', 'cancelled')`,
  `create index privacy_erasures_user on privacy_erasures (user_id)`,
  ...rowSecurityFor('privacy_erasures', { read: SYSTEM }),
];

/**
 * Where an erased person may be meant and may not be: staff decide. Only where it is and a keyed hash of the text are
 * kept, never the text nor the name.
 */
const ERASURE_FINDINGS = [
  `create table erasure_findings (
     id uuid primary key,
     erasure_id uuid not null references privacy_erasures (id) on delete cascade,
     -- schema.table.column, the key of the row, and the path inside of its JSON.
     place text not null,
     row_key text not null,
     path text[] not null default '{}',
     text_hash text not null,
     -- [[start, length], ...] in UTF-16 units.
     spans jsonb not null,
     kind text not null check (kind in ('full name', 'name', 'identifier', 'shared address')),
     status text not null check (status in ('open', 'kept', 'erased', 'gone')),
     found_at timestamptz not null,
     decided_at timestamptz,
     decided_by uuid,
     -- Under the key of who decided.
     sealed_reason text,
     constraint uq_erasure_findings_place unique (erasure_id, place, row_key, path, text_hash)
   )`,
  `create index erasure_findings_open on erasure_findings (id desc) where status = 'open'`,
  ...rowSecurityFor('erasure_findings', { read: SYSTEM }),
];

/** Legal holds, which stand in the way of an erasure. */
const PRIVACY_HOLDS = [
  `create table privacy_holds (
     id uuid primary key,
     user_id uuid not null,
     article text not null,
     sealed_reason text,
     placed_by uuid not null,
     placed_at timestamptz not null,
     ends_at timestamptz,
     released_by uuid,
     released_at timestamptz
   )`,
  // Released holds are asked for as well.
  `create index privacy_holds_user on privacy_holds (user_id)`,
  // Few are open: one index finds those whose time is over as well.
  `create index privacy_holds_open on privacy_holds (id desc) where released_at is null`,
  ...rowSecurityFor('privacy_holds', { read: SYSTEM }),
];

const ORGANIZATION_ERASURES = [
  `create table organization_erasures (
     id uuid primary key,
     organization_id uuid not null,
     cause text not null default 'request' check (cause in ('request', 'restored backup')),
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
  ...rowSecurityFor('organization_erasures', { read: OWN_OR_SYSTEM, write: OWN_OR_SYSTEM }),
];

const ORGANIZATION_HOLDS = [
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
  ...rowSecurityFor('organization_holds', { read: OWN_OR_SYSTEM, write: OWN_OR_SYSTEM }),
];
