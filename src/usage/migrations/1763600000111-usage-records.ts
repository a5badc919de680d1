import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  IN_ANY_SCOPE,
  OWN_ORGANIZATION,
  PLATFORM,
  SYSTEM,
  rowSecurityFor,
} from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/** What was reported: closed months and rolled-up days as bytes, and the members that were counted. */
export class UsageRecords1763600000111 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table usage_months (
         month date primary key check (extract(day from month) = 1),
         -- The last day whose end the members in usage_members belong to, and when they were looked up.
         members_day date,
         members_taken_at timestamptz,
         -- From here on the ledger takes nothing more for the month.
         frozen_at timestamptz
       )`,
      `create table usage_members (
         organization_id uuid not null,
         month date not null references usage_months (month),
         usage_id uuid not null,
         primary key (organization_id, month, usage_id)
       )`,
      `create index usage_members_month on usage_members (month)`,
      `create table usage_records (
         kind text not null check (kind in ('day', 'month', 'alert')),
         period date not null,
         organization_id uuid,
         property_id uuid,
         -- utc, or local for the days of the property's own time zone; for an alert, which one.
         variant text not null,
         body text not null,
         sha256 bytea not null,
         made_at timestamptz not null default clock_timestamp(),
         constraint uq_usage_records unique nulls not distinct (organization_id, property_id, kind, period, variant),
         constraint ck_usage_records_place check (property_id is null or organization_id is not null)
       )`,
      ...rowSecurityFor('usage_months', { read: IN_ANY_SCOPE, privileges: ['SELECT', 'INSERT', 'UPDATE'] }),
      ...rowSecurityFor('usage_members', {
        read: `${SYSTEM} or ${PLATFORM} or ${OWN_ORGANIZATION}`,
        privileges: ['SELECT', 'INSERT', 'DELETE'],
      }),
      ...rowSecurityFor('usage_records', {
        read: `${SYSTEM} or ${PLATFORM} or ${OWN_ORGANIZATION}`,
        write: 'false',
        insert: SYSTEM,
        privileges: ['SELECT', 'INSERT'],
      }),
      `create trigger usage_records_insert_only before update or delete or truncate on usage_records
         for each statement execute function app.refuse_change()`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table usage_records`,
      `drop table usage_members`,
      `drop table usage_months`,
    ]);
  }
}
