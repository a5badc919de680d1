import type { MigrationInterface, QueryRunner } from 'typeorm';
import { IN_ANY_SCOPE, OWN_ORGANIZATION, PLATFORM, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/**
 * Who was active on which day. A person is a random number here; `usage_people` says whose it is and is all that an
 * erasure has to delete, so that the counts of the past stay what they were.
 */
export class UsageLedger1763700000050 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const ownOrStaff = `${SYSTEM} or ${PLATFORM} or ${OWN_ORGANIZATION}`;
    await runAll(queryRunner, [
      `create table usage_ledger (
         id boolean primary key default true check (id),
         -- Clerk keeps no past days, so nothing is known of the time before.
         began_at timestamptz not null default now()
       )`,
      `insert into usage_ledger default values`,
      `create table usage_people (
         usage_id uuid primary key default gen_random_uuid(),
         user_id uuid not null unique references users (id) on delete cascade
       )`,
      `create table platform_activity_days (
         day date not null,
         usage_id uuid not null,
         is_first_day boolean not null,
         primary key (day, usage_id)
       )`,
      `create table organization_activity_days (
         organization_id uuid not null,
         day date not null,
         local_day date not null,
         usage_id uuid not null,
         is_first_day boolean not null,
         is_first_local_day boolean not null,
         primary key (organization_id, day, local_day, usage_id)
       )`,
      `create table property_activity_days (
         organization_id uuid not null,
         property_id uuid not null,
         day date not null,
         local_day date not null,
         usage_id uuid not null,
         is_first_day boolean not null,
         is_first_local_day boolean not null,
         primary key (organization_id, property_id, day, local_day, usage_id)
       )`,
      ...rowSecurityFor('usage_ledger', { read: IN_ANY_SCOPE, write: 'false', privileges: ['SELECT'] }),
      ...rowSecurityFor('usage_people', {
        read: `${SYSTEM} or ${PLATFORM} or exists (select from memberships m where m.user_id = usage_people.user_id
                 and m.organization_id = (select app.scope_organization()))`,
        privileges: ['SELECT', 'INSERT', 'DELETE'],
      }),
      ...rowSecurityFor('platform_activity_days', {
        read: `${SYSTEM} or ${PLATFORM}`,
        privileges: ['SELECT', 'INSERT'],
      }),
      ...rowSecurityFor('organization_activity_days', { read: ownOrStaff, privileges: ['SELECT', 'INSERT'] }),
      ...rowSecurityFor('property_activity_days', { read: ownOrStaff, privileges: ['SELECT', 'INSERT'] }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table property_activity_days`,
      `drop table organization_activity_days`,
      `drop table platform_activity_days`,
      `drop table usage_people`,
      `drop table usage_ledger`,
    ]);
  }
}
