import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/** How many still sign in by the older system's passwords, by day; and the end of them, with its signed report. */
export class Retirement1763700000720 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table account_sign_in_days (
         day date primary key,
         without_clerk_id integer not null default 0,
         with_clerk_id integer not null default 0
       )`,
      ...rowSecurityFor('account_sign_in_days', { read: SYSTEM }),
      `create table account_retirement (
         only_row boolean primary key default true check (only_row),
         retired_at timestamptz not null,
         report jsonb not null
       )`,
      ...rowSecurityFor('account_retirement', { read: SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table account_retirement`, `drop table account_sign_in_days`]);
  }
}
