import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names the trigger after what it notes: that somebody can act no longer. */
export class NoteLostAbility1763700000301 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter trigger note_lost_standing on users rename to note_lost_ability`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter trigger note_lost_ability on users rename to note_lost_standing`);
  }
}
