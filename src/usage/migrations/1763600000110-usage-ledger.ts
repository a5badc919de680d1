import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  IN_ANY_SCOPE,
  OWN_ORGANIZATION,
  PLATFORM,
  SYSTEM,
  rowSecurityFor,
} from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

const ACTIVITY_DAYS = ['platform_activity_days', 'organization_activity_days', 'property_activity_days'];

/**
 * Who was active on which day. A person is a random number here; `usage_people` says whose it is and is all that an
 * erasure has to delete, so that the counts of the past stay what they were.
 */
export class UsageLedger1763600000110 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const ownOrStaff = `${SYSTEM} or ${PLATFORM} or ${OWN_ORGANIZATION}`;
    await runAll(queryRunner, [
      `create table usage_ledger (
         id boolean primary key default true check (id),
         -- Clerk keeps no past days, so nothing is known of the time before. Days are kept for a time: then it moves.
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
      ...rowSecurityFor('usage_ledger', {
        read: IN_ANY_SCOPE,
        insert: 'false',
        write: SYSTEM,
        delete: 'false',
        privileges: ['SELECT'],
      }),
      `grant update (began_at) on usage_ledger to tenantry_app`,
      ...rowSecurityFor('usage_people', {
        read: `${SYSTEM} or ${PLATFORM} or exists (select from memberships m where m.user_id = usage_people.user_id
                 and m.organization_id = (select app.scope_organization()))`,
        privileges: ['SELECT', 'INSERT', 'DELETE'],
      }),
      ...ACTIVITY_DAYS.flatMap((table) =>
        rowSecurityFor(table, {
          read: table === 'platform_activity_days' ? `${SYSTEM} or ${PLATFORM}` : ownOrStaff,
          // What the ledger tells of its own time cannot be changed or taken away.
          delete: `${SYSTEM} and day < (select (began_at at time zone 'UTC')::date from usage_ledger)`,
          privileges: ['SELECT', 'INSERT', 'DELETE'],
        }),
      ),
      `create index organization_activity_days_day on organization_activity_days (day)`,
      `create index property_activity_days_day on property_activity_days (day)`,
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
