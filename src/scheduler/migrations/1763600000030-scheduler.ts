import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLATFORM, SYSTEM, rowSecurityFor } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';
import { withoutTransaction } from './plan-of-queue.js';

/** The job queue's own schema, the runs of periodic jobs, and the counters that rate limits share. */
export class Scheduler1763600000030 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Loaded here, since manifests name this migration and load nothing that runs.
    const { getConstructionPlans } = await import('pg-boss');
    await queryRunner.query(withoutTransaction(getConstructionPlans('jobs')));
    await runAll(queryRunner, [
      `grant usage on schema jobs to tenantry_app`,
      `grant select, insert, update, delete on all tables in schema jobs to tenantry_app`,
      `grant execute on all functions in schema jobs to tenantry_app`,

      // Every run of a periodic job: the claim on its slot, the lease while it runs, and what came of it.
      `create table scheduled_runs (
         id uuid primary key,
         job text not null,
         slot timestamptz not null,
         trigger text not null check (trigger in ('schedule', 'manual')),
         requested_by uuid,
         state text not null check (state in ('running', 'succeeded', 'failed', 'skipped', 'lost')),
         -- Counts who took the run; only the latest one may write for it.
         token integer not null default 1,
         holder text not null,
         lease_until timestamptz not null,
         started_at timestamptz not null,
         finished_at timestamptz,
         next_slot timestamptz,
         overran boolean not null default false,
         result jsonb,
         error text,
         -- A slot is taken once, by whichever replica comes first.
         constraint uq_scheduled_runs_slot unique (job, slot, trigger)
       )`,
      // No two runs of one job at once, whatever started them.
      `create unique index uq_scheduled_runs_running on scheduled_runs (job) where state = 'running'`,
      `create index scheduled_runs_job on scheduled_runs (job, started_at desc)`,
      `create index scheduled_runs_started on scheduled_runs (started_at)`,
      ...rowSecurityFor('scheduled_runs', { read: `${SYSTEM} or ${PLATFORM}` }),

      // The table of rate-limiter-flexible, which names the columns.
      `create table rate_limits (
         key varchar(255) primary key,
         points integer not null default 0,
         expire bigint
       )`,
      `create index rate_limits_expire on rate_limits (expire)`,
      `grant select, insert, update, delete on rate_limits to tenantry_app`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table rate_limits`,
      `drop table scheduled_runs`,
      `drop schema jobs cascade`,
    ]);
  }
}
