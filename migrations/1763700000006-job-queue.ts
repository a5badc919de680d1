import { getConstructionPlans } from 'pg-boss';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { IN_ANY_SCOPE, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/** The job queue's own schema, shared counters of the rate limiter, and remembered answers of creating requests. */
export class JobQueue1763700000006 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(withoutTransaction(getConstructionPlans('jobs')));
    await runAll(queryRunner, [
      `grant usage on schema jobs to tenantry_app`,
      `grant select, insert, update, delete on all tables in schema jobs to tenantry_app`,
      `grant execute on all functions in schema jobs to tenantry_app`,
      `create table rate_limits (
         key varchar(255) primary key,
         points integer not null default 0,
         expire bigint
       )`,
      `grant select, insert, update, delete on rate_limits to tenantry_app`,
      // No body is kept, only a keyed hash of it: the answer of a repeat is the id of what was made.
      `create table idempotency_keys (
         user_id uuid not null references users (id) on delete cascade,
         request_sha256 bytea not null,
         fingerprint text not null,
         status smallint,
         resource_id text,
         location text,
         created_at timestamptz not null,
         primary key (user_id, request_sha256)
       )`,
      ...rowSecurityFor('idempotency_keys', { read: IN_ANY_SCOPE, write: IN_ANY_SCOPE }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table idempotency_keys`,
      `drop table rate_limits`,
      `drop schema jobs cascade`,
    ]);
  }
}

/** The plan brings its own transaction; ours must stay the only one. */
function withoutTransaction(plan: string): string {
  return plan.replace(/^\s*BEGIN;/, '').replace(/COMMIT;?\s*$/, '');
}
