import { masterKeyUse, type MasterKeyUse } from '#audit';
import {
  checkDatabaseHardening,
  checkMigrationHistory,
  connectionSecurityOf,
  createDataSource,
  DatabaseHardeningError,
  databaseTime,
  MigrationHistoryError,
  namedStatementsOf,
  pendingMigrations,
  UnitOfWork,
  WITHOUT_NAMES,
} from '#libs/database';
import { migrations, tablesWithoutRowSecurity } from '#migrations';
import type { ReadableSettings } from '#settings';
import { describeDatabaseFault } from '../../start-failure.js';
import { fail, ok, warn, type CheckResult } from '../check.js';
import { checkClock } from '../clock.check.js';
import { checkEncryption } from './encryption.check.js';

type DataSource = ReturnType<typeof createDataSource>;

/** PostgreSQL 16 is the oldest that the migrations work on. */
const OLDEST_VERSION = 160_000;

/** What was found, and whether a service worked on this database before. */
export interface DatabaseFindings {
  readonly results: readonly CheckResult[];
  /** When one did first; null where none did, or where that cannot be told. */
  readonly usedSince: Date | null;
}

/**
 * Is the database there, as it should be, and up to date; does it tell the same time, and was it used with the master key
 * that is set?
 */
export async function checkDatabase(settings: ReadableSettings): Promise<DatabaseFindings> {
  const url = settings.databaseUrl;
  if (url === undefined) return { results: [], usedSince: null };
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
    return alone(fail('database', describeDatabaseFault(error) ?? 'cannot be opened', 'Check DATABASE_URL.'));
  }
  try {
    const applied = await checkMigrations(dataSource);
    const key = applied.status === 'ok' ? await checkMasterKey(dataSource, settings) : alone();
    const results = [
      await checkVersion(dataSource),
      checkEncryption(await connectionSecurityOf(dataSource)),
      await checkClock('clock of the database', async () => (await databaseTime(dataSource)).getTime()),
      await checkHardening(dataSource),
      await checkNames(dataSource),
      applied,
      ...key.results,
    ];
    return { results, usedSince: key.usedSince };
  } catch (error) {
    return alone(fail('database', describeDatabaseFault(error) ?? 'does not answer', 'Look into its log.'));
  } finally {
    await dataSource.destroy();
  }
}

async function checkVersion(dataSource: DataSource): Promise<CheckResult> {
  const [row] = await dataSource.query<{ number: string; text: string; readOnly: string }[]>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as text,
            current_setting('transaction_read_only') as "readOnly"`,
  );
  const version = `PostgreSQL ${row?.text ?? '?'}`;
  // Managed servers shut themselves so before their disk is full; a standby is shut too.
  if (row?.readOnly === 'on')
    return fail(
      'database',
      `${version} answers and takes no writes`,
      'Is its disk full, or DATABASE_URL that of a standby? Give it room, then let it write again (default_transaction_read_only).',
    );
  return Number(row?.number) >= OLDEST_VERSION
    ? ok('database', `${version} answers`)
    : fail(
        'database',
        `${version} is too old`,
        'Run on PostgreSQL 16 or later; 18 is what this is tested with.',
      );
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
      'Give the service a role of its own (npm run tenantry -- database roles) and migrate as the owner.',
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
    : fail(
        'migrations',
        `${pending.length} are pending: ${pending.length === migrations.length ? 'all of them' : pending.join(', ')}`,
        'Run npm run migrate.',
      );
}

async function checkMasterKey(
  dataSource: DataSource,
  { masterKey, previousMasterKey }: ReadableSettings,
): Promise<DatabaseFindings> {
  if (masterKey === undefined) return alone();
  const use = await masterKeyUse(new UnitOfWork(dataSource), masterKey, previousMasterKey);
  return { results: [judgeMasterKey(use, previousMasterKey !== undefined)], usedSince: use.firstAt };
}

function judgeMasterKey(use: MasterKeyUse, hasPrevious: boolean): CheckResult {
  const name = 'master key';
  if (use.hasForeign)
    return fail(
      name,
      'TENANTRY_MASTER_KEY is another key than the one that wraps keys of people in this database, and nobody can open them',
      'Set the one that this database was used with; while it rotates, the one before stands in TENANTRY_PREVIOUS_MASTER_KEY.',
    );
  if (use.hasPrevious)
    return warn(
      name,
      'keys of people are wrapped by TENANTRY_PREVIOUS_MASTER_KEY still',
      'Run tenantry keys rotate, then take the previous key away.',
    );
  if (hasPrevious)
    return warn(
      name,
      'the rotation is over, and TENANTRY_PREVIOUS_MASTER_KEY is set still',
      'Take it away, and destroy the key once no backup needs it.',
    );
  return ok(name, use.hasPresent ? 'opens what this database keeps' : 'nothing was sealed by it yet');
}

function alone(...results: CheckResult[]): DatabaseFindings {
  return { results, usedSince: null };
}
