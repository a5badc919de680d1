import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLATFORM, SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/** Every run of a periodic job: the claim on its slot, the lease while it runs, and what came of it. */
export class ScheduledRuns1763700000026 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
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
      `create index scheduled_runs_started on scheduled_runs (started_at)`,
      ...rowSecurityFor('scheduled_runs', { read: `${SYSTEM} or ${PLATFORM}` }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table scheduled_runs`]);
  }
}
