import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runAll } from './sql-migration.js';

/** The column that is searched, its folded form, and the index. */
const FOLDED = ['email_address', 'first_name', 'last_name'];

/**
 * Folded forms of what people are searched by. Row-level security has a condition with `lower(…)` or `LIKE` wait behind
 * its policies, since PostgreSQL does not vouch that they leak nothing; so no index served them. Comparisons of whole
 * values in the C collation are vouched for, and a range of them is a search by the beginning.
 */
export class FoldedNames1763700000171 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const columns = FOLDED.map(
      (column) =>
        `add folded_${column} text collate "C" generated always as (lower(${column}) collate "C") stored`,
    );
    await runAll(queryRunner, [
      `drop index users_email_address`,
      // One statement, so that the table is written once.
      `alter table users ${columns.join(', ')}`,
      ...FOLDED.map((column) => `create index users_folded_${column} on users (folded_${column})`),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await runAll(queryRunner, [
      `alter table users ${FOLDED.map((column) => `drop folded_${column}`).join(', ')}`,
      `create index users_email_address on users (lower(email_address))`,
    ]);
  }
}
