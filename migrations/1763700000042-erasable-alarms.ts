import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An alarm may name a person by Clerk's id; their erasure takes it along. */
export class ErasableAlarms1763700000042 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('grant delete on sync_alarms to tenantry_app');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('revoke delete on sync_alarms from tenantry_app');
  }
}
