import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from '../../../migrations/sql-migration.js';

/** Who really acts in an impersonated session, by Clerk's id; sessions that were mirrored before tell of nobody. */
export class SessionImpersonators1763700000310 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table user_sessions add column impersonator text`,
      // An erasure looks for people by it.
      `create index user_sessions_impersonator on user_sessions (impersonator) where impersonator is not null`,
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [`alter table user_sessions drop column impersonator`]);
  }
}
