import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from '../../../migrations/sql-migration.js';
import { withoutTransaction } from './plan-of-queue.js';

/** The schema that the version before worked with. */
const FORMER = 43;

/** Brings the queue's schema to the one that its library asks for; a database that was made with that has it already. */
export class JobQueue1763700000460 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { getMigrationPlans } = await import('pg-boss');
    if ((await versionOf(queryRunner)) > FORMER) return;
    await queryRunner.query(withoutTransaction(getMigrationPlans('jobs', FORMER)));
    await runAll(queryRunner, [
      `grant select, insert, update, delete on all tables in schema jobs to tenantry_app`,
      `grant execute on all functions in schema jobs to tenantry_app`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { getRollbackPlans } = await import('pg-boss');
    for (let version = await versionOf(queryRunner); version > FORMER; version -= 1)
      await queryRunner.query(withoutTransaction(getRollbackPlans('jobs', version)));
  }
}

async function versionOf(queryRunner: QueryRunner): Promise<number> {
  const [row] = (await queryRunner.query('select version from jobs.version')) as { version: number }[];
  return Number(row?.version);
}
