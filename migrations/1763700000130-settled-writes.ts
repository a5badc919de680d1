import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SYSTEM, rowSecurityFor } from './row-security.js';
import { runAll } from './sql-migration.js';

/**
 * What lies between a decision here and its effect at Clerk: who holds a key and for how long, the mark of an effect
 * that is found again, a fence for every membership, and who writes an object at Clerk now.
 */
export class SettledWrites1763700000130 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      // A key without an outcome and without a time is one of before: the next try may have it.
      `alter table idempotency_keys
         add column attempt_id uuid,
         add column held_until timestamptz,
         add column effect_id uuid`,
      // Counts what was decided here: who asked Clerk before the last decision does not speak for it.
      `alter table memberships add column fence integer not null default 0`,
      // The object by a hash of its ids; a row is there while somebody writes, and for a while after a crash.
      `create table clerk_write_leases (
         object_sha256 bytea primary key,
         holder uuid not null,
         held_until timestamptz not null
       )`,
      ...rowSecurityFor('clerk_write_leases', { read: SYSTEM, write: SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `drop table clerk_write_leases`,
      `alter table memberships drop column fence`,
      `alter table idempotency_keys drop column effect_id, drop column held_until, drop column attempt_id`,
    ]);
  }
}
