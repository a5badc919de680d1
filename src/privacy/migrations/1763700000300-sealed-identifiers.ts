import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Gives the column of an erasure that holds the sealed subject identifiers the name of what it holds. */
export class SealedIdentifiers1763700000300 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `alter table privacy_erasures rename column sealed_particulars to sealed_identifiers`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `alter table privacy_erasures rename column sealed_identifiers to sealed_particulars`,
    );
  }
}
