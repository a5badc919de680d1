import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  IN_ANY_SCOPE,
  OWN_ORGANIZATION,
  PLATFORM,
  SYSTEM,
  rowSecurityFor,
} from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/** Who did what, where, and how it ended; refusals until they become a row of it; the keys of what is personal in it. */
export class AuditLog1763600000060 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [...AUDIT_EVENTS, ...AUDIT_REFUSALS, ...SUBJECT_KEYS]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table subject_keys`,
      `drop table audit_refusals`,
      `drop table audit_events`,
    ]);
  }
}

/** Rows are only ever added: by privilege and by trigger. */
const AUDIT_EVENTS = [
  `create table audit_events (
     id uuid primary key,
     occurred_at timestamptz not null default clock_timestamp(),
     action text not null,
     outcome text not null check (outcome in ('allowed', 'denied')),
     actor_kind text not null check (actor_kind in ('user', 'system')),
     actor_id text not null,
     impersonator_id text,
     client text,
     organization_id uuid,
     property_id uuid,
     target_kind text,
     target_id text,
     change jsonb not null default '{}',
     reason text,
     request_id text,
     -- In the order of transactions the log is sealed: a row with a lower number that is not committed yet holds it up.
     xid xid8 not null default pg_current_xact_id()
   )`,
  `create index audit_events_organization on audit_events (organization_id, id desc)`,
  // The log of one property is read from its newest row on, page by page.
  `create index audit_events_property on audit_events (property_id, id) where property_id is not null`,
  `create index audit_events_actor on audit_events (actor_id, id desc)`,
  `create index audit_events_target on audit_events (target_id, id desc) where target_id is not null`,
  // The search through the whole log for what happens rarely.
  `create index audit_events_action on audit_events (action, id desc)`,
  `create index audit_events_denied on audit_events (id desc) where outcome = 'denied'`,
  `create index audit_events_transaction on audit_events (xid, id)`,
  ...rowSecurityFor('audit_events', {
    read: `${SYSTEM} or ${PLATFORM} or ${OWN_ORGANIZATION}`,
    insert: `${SYSTEM} or ${OWN_ORGANIZATION} or (organization_id is null and (select app.scope_kind()) is not null)`,
    write: 'false',
    privileges: ['SELECT', 'INSERT'],
  }),
  `create trigger audit_events_insert_only before update or truncate on audit_events
     for each statement execute function app.refuse_change()`,
];

/** Counts of refusals of one kind, until they become a row of the log. */
const AUDIT_REFUSALS = [
  `create table audit_refusals (
     id uuid primary key,
     actor_id uuid not null,
     impersonator_id text,
     organization_id uuid,
     property_id uuid,
     code text not null,
     route text not null,
     began_at timestamptz not null default clock_timestamp(),
     -- Of those that are counted, which the first of all is not: it has a row in the log.
     first_at timestamptz not null default clock_timestamp(),
     last_at timestamptz not null default clock_timestamp(),
     repeats integer not null default 0,
     constraint uq_audit_refusals_kind
       unique nulls not distinct (actor_id, impersonator_id, organization_id, property_id, code, route)
   )`,
  `create index audit_refusals_began on audit_refusals (began_at)`,
  ...rowSecurityFor('audit_refusals', { read: SYSTEM }),
];

/**
 * The wrapped data key of each person. Any scope may read and add one, since whoever writes a personal value needs the
 * key of its subject; without the master key, which is not here, a row opens nothing. A shredded row stays without
 * subject and key, so that a late write does not give the person a new one.
 */
const SUBJECT_KEYS = [
  `create table subject_keys (
     user_id uuid primary key,
     subject_id uuid unique,
     wrapped_key bytea,
     master_key_id text,
     created_at timestamptz not null default now(),
     shredded_at timestamptz,
     constraint subject_keys_whole_or_gone check (
       (shredded_at is null) = (subject_id is not null)
       and (shredded_at is null) = (wrapped_key is not null)
       and (shredded_at is null) = (master_key_id is not null))
   )`,
  `create index subject_keys_master_key on subject_keys (master_key_id, user_id)`,
  ...rowSecurityFor('subject_keys', {
    read: IN_ANY_SCOPE,
    insert: IN_ANY_SCOPE,
    write: SYSTEM,
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
  }),
];
