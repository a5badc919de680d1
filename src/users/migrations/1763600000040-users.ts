import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  IN_ANY_SCOPE,
  OWN_PERSON,
  PLATFORM,
  SYSTEM,
  rowSecurityFor,
} from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const SYSTEM_OR_PLATFORM = `${SYSTEM} or ${PLATFORM}`;

/**
 * The mirror of Clerk's users and sessions, our platform roles, and the requests that people may repeat. Who may read
 * `users` and `user_email_addresses` depends on memberships, so those policies stand in the migration of the tenants.
 */
export class Users1763600000040 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      ...USERS,
      ...USER_SESSIONS,
      ...PLATFORM_ROLE_GRANTS,
      ...FORMER_IDENTIFIERS,
      ...IDEMPOTENCY_KEYS,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table idempotency_keys`,
      `drop table former_identifiers`,
      `drop table platform_role_grants`,
      `drop table user_sessions`,
      `drop table user_email_addresses`,
      `drop table users`,
    ]);
  }
}

/** The columns that people are searched by. */
const SEARCHED = ['email_address', 'first_name', 'last_name'];

/**
 * Folded forms of what people are searched by. Row-level security has a condition with `lower(…)` or `LIKE` wait behind
 * its policies, since PostgreSQL does not vouch that they leak nothing; so no index would serve them. Comparisons of
 * whole values in the C collation are vouched for, and a range of them is a search by the beginning.
 */
const FOLDED = SEARCHED.map(
  (column) => `folded_${column} text collate "C" generated always as (lower(${column}) collate "C") stored`,
);

const USERS = [
  `create table users (
     id uuid primary key,
     clerk_id text unique,
     external_id text,
     -- The domain of every address is kept in ASCII, however Clerk writes it.
     email_address text,
     first_name text,
     last_name text,
     ${FOLDED.join(',\n     ')},
     two_factor_enabled boolean not null default false,
     banned boolean not null default false,
     -- A ban or a sign-out that holds here with its commit and that Clerk has not confirmed: what Clerk tells meanwhile
     -- cannot weaken it.
     ban_pending boolean not null default false,
     sign_out_pending boolean not null default false,
     -- Since when an erasure goes on that cannot be called off.
     frozen_at timestamptz,
     deleted_at timestamptz,
     -- One definition of who can act, so that every statement that asks for owners, holders of rights or heirs asks for
     -- the same thing.
     can_act boolean not null
       generated always as (not banned and deleted_at is null and frozen_at is null) stored,
     -- Sessions that began before this moment are refused, whatever their token says.
     sessions_invalid_before timestamptz,
     created_at timestamptz not null,
     updated_at timestamptz not null,
     -- Clerk's 'updated_at' of what is mirrored, and when the event that brought it happened (null: it was fetched).
     source_updated_at timestamptz,
     source_event_at timestamptz
   )`,
  ...SEARCHED.map((column) => `create index users_folded_${column} on users (folded_${column})`),
  // Every replica asks twice a second who was shut out lately, without reading the tables.
  `create index users_shut_out on users (updated_at) where not can_act`,
  `create index users_sessions_invalid_before on users (sessions_invalid_before)
     where sessions_invalid_before is not null`,
  `create index users_deleted on users (deleted_at) where deleted_at is not null`,
  `create table user_email_addresses (
     user_id uuid not null references users (id) on delete cascade,
     email_address text not null,
     verified boolean not null,
     is_primary boolean not null,
     primary key (user_id, email_address)
   )`,
  `create index user_email_addresses_email_address on user_email_addresses (email_address)`,
];

const USER_SESSIONS = [
  `create table user_sessions (
     clerk_id text primary key,
     user_id uuid not null references users (id) on delete cascade,
     status text not null,
     created_at timestamptz not null,
     last_active_at timestamptz,
     expires_at timestamptz,
     ended_at timestamptz,
     source_updated_at timestamptz not null
   )`,
  `create index user_sessions_user_id on user_sessions (user_id)`,
  `create index user_sessions_ended_at on user_sessions (ended_at) where ended_at is not null`,
  `create index user_sessions_expires on user_sessions (expires_at) where ended_at is null`,
  ...rowSecurityFor('user_sessions', {
    read: `${SYSTEM_OR_PLATFORM} or ${OWN_PERSON}`,
    write: SYSTEM_OR_PLATFORM,
  }),
];

const PLATFORM_ROLE_GRANTS = [
  `create table platform_role_grants (
     user_id uuid not null references users (id) on delete cascade,
     role text not null check (role in ('operator', 'admin', 'owner', 'compliance')),
     granted_by uuid,
     granted_at timestamptz not null,
     primary key (user_id, role)
   )`,
  ...rowSecurityFor('platform_role_grants', {
    read: `${SYSTEM_OR_PLATFORM} or ${OWN_PERSON}`,
    write: SYSTEM_OR_PLATFORM,
  }),
];

/** What a person was called before. */
const FORMER_IDENTIFIERS = [
  `create table former_identifiers (
     user_id uuid not null references users (id) on delete cascade,
     kind text not null check (kind in ('address', 'first name', 'last name', 'external id')),
     value text not null,
     held_until timestamptz not null,
     primary key (user_id, kind, value)
   )`,
  `create index former_identifiers_value on former_identifiers (value, kind)`,
  ...rowSecurityFor('former_identifiers', { read: SYSTEM_OR_PLATFORM, write: SYSTEM_OR_PLATFORM }),
];

/** Remembered outcomes of creating requests. No body is kept, only a keyed hash of it: a repeat is told the id. */
const IDEMPOTENCY_KEYS = [
  `create table idempotency_keys (
     user_id uuid not null references users (id) on delete cascade,
     request_sha256 bytea not null,
     fingerprint text not null,
     -- Who holds the key while the request is served, and for how long.
     attempt_id uuid,
     held_until timestamptz,
     -- The mark of an effect at Clerk, by which it is found again.
     effect_id uuid,
     status smallint,
     resource_id text,
     location text,
     created_at timestamptz not null,
     primary key (user_id, request_sha256)
   )`,
  `create index idempotency_keys_created on idempotency_keys (created_at)`,
  ...rowSecurityFor('idempotency_keys', { read: IN_ANY_SCOPE, write: IN_ANY_SCOPE }),
];
