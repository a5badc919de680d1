import { statSync } from 'node:fs';
import { withDataSource } from '#libs/database';
import type { ReadableSettings } from '#settings';
import { type CheckResult, fail, ok, warn } from './check.js';

const NAME = 'backup';
const HOUR_MS = 3_600_000;

type BackupSettings = Pick<
  ReadableSettings,
  'backupMark' | 'backupMarkTable' | 'backupMaxAgeHours' | 'databaseUrl' | 'isProduction'
>;

/** How old the last backup is, by the file that the backup job touches, or by the table that it writes to; or both. */
export async function checkBackup(settings: BackupSettings, nowMs = Date.now()): Promise<CheckResult[]> {
  const { backupMark, backupMarkTable, databaseUrl, isProduction } = settings;
  const results: CheckResult[] = [];
  if (backupMark !== undefined) results.push(judgeFile(lastTouchOf(backupMark), settings, nowMs));
  if (backupMarkTable !== undefined && databaseUrl !== undefined)
    results.push(judgeTable(await latestIn(backupMarkTable, databaseUrl), settings, nowMs));
  if (results.length > 0 || !isProduction) return results;
  return [
    warn(
      NAME,
      'neither BACKUP_MARK nor BACKUP_MARK_TABLE is set, so nobody here can say how old the last one is',
      'Have the backup job touch a file each time it has succeeded, and set BACKUP_MARK to its path.',
    ),
  ];
}

function judgeFile(touchedAt: number | undefined, settings: BackupSettings, nowMs: number): CheckResult {
  return touchedAt === undefined
    ? fail(
        NAME,
        'the file of BACKUP_MARK is not there, or may not be looked at: no backup is known to have succeeded',
        'Run the backup job, and see that it touches the file.',
      )
    : judgeAge(touchedAt, settings, nowMs);
}

function judgeTable(latest: number | null | undefined, settings: BackupSettings, nowMs: number): CheckResult {
  if (latest === undefined)
    return fail(
      NAME,
      'the column of BACKUP_MARK_TABLE is not there, is none of times, or may not be read by this role',
      'Make the table as docs/running.md has it, and grant the role of the service select on it.',
    );
  return latest === null
    ? fail(
        NAME,
        'the table of BACKUP_MARK_TABLE is empty: no backup is known to have succeeded',
        'Run the backup job, and see that it writes there.',
      )
    : judgeAge(latest, settings, nowMs);
}

function judgeAge(lastAt: number, { backupMaxAgeHours = 0 }: BackupSettings, nowMs: number): CheckResult {
  const hours = Math.floor((nowMs - lastAt) / HOUR_MS);
  return hours >= backupMaxAgeHours
    ? fail(
        NAME,
        `the last one is ${hours} hours old, and BACKUP_MAX_AGE_HOURS allows ${backupMaxAgeHours}`,
        'Look into the log of the backup job, and run it.',
      )
    : ok(NAME, `the last one is ${hours === 1 ? '1 hour' : `${Math.max(0, hours)} hours`} old`);
}

/** Milliseconds; undefined where there is no file that can be looked at. */
function lastTouchOf(path: string): number | undefined {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}

/**
 * @param column `schema.table.column`, of lower-case letters, digits and underscores only
 * @returns milliseconds; null where no row is there; undefined where it cannot be read
 */
async function latestIn(column: string, url: string): Promise<number | null | undefined> {
  const [schema = '', table = '', name = ''] = column.split('.');
  const database = { url, entities: [], applicationName: 'tenantry-doctor' };
  try {
    const [row] = await withDataSource(database, (dataSource) =>
      dataSource.query<{ at: Date | null }[]>(
        `select max("${name}")::timestamptz as at from "${schema}"."${table}"`,
      ),
    );
    return row?.at?.getTime() ?? null;
  } catch {
    return undefined;
  }
}
