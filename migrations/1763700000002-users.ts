import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_PERSON, PLATFORM, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/** The mirror of Clerk's users and sessions, and our platform roles. */
export class Users1763700000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table users (
         id uuid primary key,
         clerk_id text unique,
         external_id text,
         email_address text,
         first_name text,
         last_name text,
         banned boolean not null default false,
         two_factor_enabled boolean not null default false,
         created_at timestamptz not null,
         updated_at timestamptz not null,
         deleted_at timestamptz,
         -- Sessions that began before this moment are refused, whatever their token says.
         sessions_invalid_before timestamptz,
         source_updated_at timestamptz,
         source_event_at timestamptz
       )`,
      `create index users_email_address on users (lower(email_address))`,
      `create table user_email_addresses (
         user_id uuid not null references users (id) on delete cascade,
         email_address text not null,
         verified boolean not null,
         is_primary boolean not null,
         primary key (user_id, email_address)
       )`,
      `create index user_email_addresses_email_address on user_email_addresses (email_address)`,
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
      `create table platform_role_grants (
         user_id uuid not null references users (id) on delete cascade,
         role text not null check (role in ('operator', 'admin', 'owner', 'compliance')),
         granted_by uuid,
         granted_at timestamptz not null,
         primary key (user_id, role)
       )`,
      ...rowSecurityFor('platform_role_grants', {
        read: `${SYSTEM} or ${PLATFORM} or ${OWN_PERSON}`,
        write: `${SYSTEM} or ${PLATFORM}`,
      }),
      ...rowSecurityFor('user_email_addresses', { read: `${SYSTEM} or ${PLATFORM} or ${OWN_PERSON}` }),
      ...rowSecurityFor('user_sessions', {
        read: `${SYSTEM} or ${PLATFORM} or ${OWN_PERSON}`,
        write: `${SYSTEM} or ${PLATFORM}`,
      }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table platform_role_grants`,
      `drop table user_sessions`,
      `drop table user_email_addresses`,
      `drop table users`,
    ]);
  }
}
