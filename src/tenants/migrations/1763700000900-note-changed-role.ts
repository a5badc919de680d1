import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Notes a membership's update only where it changes the role: Clerk tells the same role again and again, and each note
 * is a review of what the person gave.
 */
export class NoteChangedRole1763700000900 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop trigger note_lost_right on memberships');
    await queryRunner.query(
      `create trigger note_lost_right after delete on memberships
         for each row execute function app.note_lost_right('organization_id', 'user_id')`,
    );
    await queryRunner.query(
      `create trigger note_changed_role after update of role on memberships
         for each row when (old.role is distinct from new.role)
         execute function app.note_lost_right('organization_id', 'user_id')`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop trigger note_changed_role on memberships');
    await queryRunner.query('drop trigger note_lost_right on memberships');
    await queryRunner.query(
      `create trigger note_lost_right after delete or update of role on memberships
         for each row execute function app.note_lost_right('organization_id', 'user_id')`,
    );
  }
}
