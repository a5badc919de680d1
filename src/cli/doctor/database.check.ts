import {
  checkDatabaseHardening,
  checkMigrationHistory,
  createDataSource,
  DatabaseHardeningError,
  MigrationHistoryError,
  namedStatementsOf,
  pendingMigrations,
  WITHOUT_NAMES,
} from '#libs/database';
import { migrations, tablesWithoutRowSecurity } from '#migrations';
import { describeDatabaseFault } from '../../start-failure.js';
import { fail, ok, warn, type CheckResult } from './check.js';
import { checkClock } from './clock.check.js';

type DataSource = ReturnType<typeof createDataSource>;

/** PostgreSQL 16 is the oldest that the migrations work on. */
const OLDEST_VERSION = 160_000;

/** Is the database there, as it should be, and up to date; does it tell the same time? */
export async function checkDatabase(url: string): Promise<CheckResult[]> {
  const dataSource = createDataSource({
    url,
    entities: [],
    // Two, since only two can tell what a pooler does with them.
    poolSize: 2,
    applicationName: 'tenantry-doctor',
    onConnectionError: () => undefined,
  });
  try {
    await dataSource.initialize();
  } catch (error) {
    return [fail('database', describeDatabaseFault(error) ?? 'cannot be opened', 'Check DATABASE_URL.')];
  }
  try {
    return [
      await checkVersion(dataSource),
      await checkClock('clock of the database', () => databaseTime(dataSource)),
      await checkHardening(dataSource),
      await checkNames(dataSource),
      await checkMigrations(dataSource),
    ];
  } catch (error) {
    return [fail('database', describeDatabaseFault(error) ?? 'does not answer', 'Look into its log.')];
  } finally {
    await dataSource.destroy();
  }
}

async function checkVersion(dataSource: DataSource): Promise<CheckResult> {
  const [row] = await dataSource.query<{ number: string; text: string }[]>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as text`,
  );
  const version = `PostgreSQL ${row?.text ?? '?'}`;
  return Number(row?.number) >= OLDEST_VERSION
    ? ok('database', `${version} answers`)
    : fail(
        'database',
        `${version} is too old`,
        'Run on PostgreSQL 16 or later; 18 is what this is tested with.',
      );
}

async function databaseTime(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<{ ms: string }[]>(
    'select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms',
  );
  return Number(row?.ms);
}

async function checkHardening(dataSource: DataSource): Promise<CheckResult> {
  try {
    await checkDatabaseHardening(dataSource, { withoutRowSecurity: tablesWithoutRowSecurity });
    return ok(
      'database role',
      'neither owns nor bypasses; row-level security is forced on every table; time-outs are set',
    );
  } catch (error) {
    if (!(error instanceof DatabaseHardeningError)) throw error;
    return fail(
      'database role',
      error.message,
      'Give the service a role of its own (docker/init-roles.sql) and migrate as the owner.',
    );
  }
}

async function checkNames(dataSource: DataSource): Promise<CheckResult> {
  return (await namedStatementsOf(dataSource).probe())
    ? ok('named statements', 'are kept from one transaction to the next')
    : warn('named statements', 'are lost between transactions', WITHOUT_NAMES);
}

async function checkMigrations(dataSource: DataSource): Promise<CheckResult> {
  try {
    await checkMigrationHistory(dataSource, migrations);
  } catch (error) {
    if (!(error instanceof MigrationHistoryError)) throw error;
    return fail(
      'migrations',
      `the database was made by others (its first is ${error.unknown})`,
      'Make an empty database and run npm run migrate.',
    );
  }
  const pending = await pendingMigrations(dataSource, migrations);
  return pending.length === 0
    ? ok('migrations', `all ${migrations.length} are applied`)
    : fail('migrations', `${pending.length} are pending: ${pending.join(', ')}`, 'Run npm run migrate.');
}
