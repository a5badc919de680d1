import type { QueryRunner } from 'typeorm';

/** Runs hand-written statements one after the other, so that an error names the statement that failed. */
export async function runAll(queryRunner: QueryRunner, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await queryRunner.query(statement);
}
