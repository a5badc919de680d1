import type { DataSource } from 'typeorm';

/** The database was made by other migrations than those of this version; the message says what to do. */
export class MigrationHistoryError extends Error {
  override readonly name = 'MigrationHistoryError';

  /** @param unknown the first migration of the database, which this version does not have */
  constructor(readonly unknown: string) {
    super(
      `The database was made by migrations that this version no longer has (its first is ${unknown}), and none leads from there to here. ` +
        'Make an empty database, apply the migrations to it with npm run migrate, and use that one.',
    );
  }
}

/**
 * Refuses a database whose migrations were replaced by others since. Every database that this version can bring up to
 * date begins with its first migration; later names that it does not know are those of a newer version, which may well
 * run beside it during a roll-out.
 *
 * @param migrations in order
 * @throws MigrationHistoryError
 */
export async function checkMigrationHistory(
  dataSource: DataSource,
  migrations: readonly { readonly name: string }[],
): Promise<void> {
  const applied = await appliedMigrations(dataSource);
  const [oldest] = applied;
  const [first] = migrations;
  if (oldest !== undefined && first !== undefined && !applied.includes(first.name))
    throw new MigrationHistoryError(oldest);
}

/** Names of the migrations that the database has seen, in the order in which they were applied. */
export async function appliedMigrations(dataSource: DataSource): Promise<string[]> {
  const [table] = await dataSource.query<{ exists: boolean }[]>(
    `select to_regclass('public.migrations') is not null as exists`,
  );
  if (table?.exists !== true) return [];
  const rows = await dataSource.query<{ name: string }[]>('select name from migrations order by id');
  return rows.map(({ name }) => name);
}
