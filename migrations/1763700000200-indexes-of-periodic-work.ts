import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** What finds the rows that something periodic is about, so that it does not read whole tables for each bite of them. */
const INDEXES = {
  invitations_expiring: `invitations (expires_at) where status = 'pending' and accepted_in_clerk_at is null`,
  idempotency_keys_created: 'idempotency_keys (created_at)',
  rate_limits_expire: 'rate_limits (expire)',
  clerk_write_leases_held: 'clerk_write_leases (held_until)',
  scheduled_runs_job: 'scheduled_runs (job, started_at desc)',
  webhook_deliveries_payload: 'webhook_deliveries (received_at) where payload is not null',
  users_deleted: 'users (deleted_at) where deleted_at is not null',
  users_shut_out: 'users (updated_at) where not can_act',
  privacy_erasures_user: 'privacy_erasures (user_id)',
  property_grants_giver: 'property_grants (granted_by, valid_from) where granted_by is not null',
  organization_grants_giver: 'organization_grants (granted_by, valid_from) where granted_by is not null',
};

export class IndexesOfPeriodicWork1763700000200 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(
      queryRunner,
      Object.entries(INDEXES).map(([name, on]) => `create index ${name} on ${on}`),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(
      queryRunner,
      Object.keys(INDEXES).map((name) => `drop index ${name}`),
    );
  }
}
