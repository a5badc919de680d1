import { AbstractLogger, DataSource, type MigrationInterface } from 'typeorm';
import { appliedMigrations, checkMigrationHistory } from './migration-history.js';

/** A migration; its name ends in the time it was written, which is its position. */
export type MigrationClass = new () => MigrationInterface;

/**
 * Applies what is pending, each migration in a transaction of its own; returns the names of those applied.
 *
 * @throws MigrationHistoryError for a database that other migrations made; it is left as it is
 */
export async function migrate(adminUrl: string, migrations: readonly MigrationClass[]): Promise<string[]> {
  return withAdmin(adminUrl, migrations, async (dataSource) => {
    await checkMigrationHistory(dataSource, migrations);
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    return applied.map((migration) => migration.name);
  });
}

/** Takes back the newest `count` migrations; for tests and for a roll-back in development. */
export async function migrateDown(
  adminUrl: string,
  migrations: readonly MigrationClass[],
  count: number,
): Promise<void> {
  await withAdmin(adminUrl, migrations, async (dataSource) => {
    for (let done = 0; done < count; done += 1) await dataSource.undoLastMigration({ transaction: 'each' });
  });
}

/** Names of the migrations that this build knows and the database has not seen. */
export async function pendingMigrations(
  dataSource: DataSource,
  migrations: readonly MigrationClass[],
): Promise<string[]> {
  const applied = new Set(await appliedMigrations(dataSource));
  return migrations.map((migration) => migration.name).filter((name) => !applied.has(name));
}

async function withAdmin<T>(
  adminUrl: string,
  migrations: readonly MigrationClass[],
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: adminUrl,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    installExtensions: false,
    applicationName: 'tenantry-migrate',
    logger: new SilentLogger(),
  });
  await dataSource.initialize();
  try {
    // Two deployments that start at once must not both create the tables.
    const lock = dataSource.createQueryRunner();
    await lock.query(`select pg_advisory_lock(hashtext('tenantry.migrate'))`);
    try {
      return await work(dataSource);
    } finally {
      await lock.query(`select pg_advisory_unlock(hashtext('tenantry.migrate'))`);
      await lock.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

/** TypeORM tells of a failed migration on standard output; the caller tells it better, with the error that is thrown. */
class SilentLogger extends AbstractLogger {
  protected writeLog(): void {
    // Silent.
  }
}
