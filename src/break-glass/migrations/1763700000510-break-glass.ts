import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurityFor, SYSTEM } from '../../../migrations/row-security.js';
import { runAll } from '../../../migrations/sql-migration.js';

/** Break-glass tokens that were used. */
export class BreakGlass1763700000510 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `create table break_glass_uses (
         -- Of all replicas, one finds it free.
         token_id uuid primary key,
         user_id uuid,
         route text not null,
         used_at timestamptz not null,
         expires_at timestamptz not null
       )`,
      `create index break_glass_uses_used on break_glass_uses (used_at)`,
      `create index break_glass_uses_user on break_glass_uses (user_id)`,
      ...rowSecurityFor('break_glass_uses', { read: SYSTEM }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`drop table break_glass_uses`]);
  }
}
