import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/** Counts of refusals until they become a row of the log, and what finds sessions and alarms that are over. */
export class BoundedGrowth1763700000172 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
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
      `create index sync_alarms_cleared on sync_alarms (cleared_at) where cleared_at is not null`,
      `create index user_sessions_expires on user_sessions (expires_at) where ended_at is null`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop index user_sessions_expires`,
      `drop index sync_alarms_cleared`,
      `drop table audit_refusals`,
    ]);
  }
}
