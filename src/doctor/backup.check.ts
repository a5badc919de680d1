import { statSync } from 'node:fs';
import type { ReadableSettings } from '#settings';
import { type CheckResult, fail, ok, warn } from './check.js';

const NAME = 'backup';
const HOUR_MS = 3_600_000;

/** How old the last backup is, by the file that the backup job touches. */
export function checkBackup(
  {
    backupMark,
    backupMaxAgeHours,
    isProduction,
  }: Pick<ReadableSettings, 'backupMark' | 'backupMaxAgeHours' | 'isProduction'>,
  nowMs = Date.now(),
): CheckResult[] {
  if (backupMark === undefined)
    return isProduction
      ? [
          warn(
            NAME,
            'BACKUP_MARK is not set, so nobody here can say how old the last one is',
            'Have the backup job touch a file each time it has succeeded, and set BACKUP_MARK to its path.',
          ),
        ]
      : [];
  const touchedAt = lastTouchOf(backupMark);
  if (touchedAt === undefined)
    return [
      fail(
        NAME,
        'the file of BACKUP_MARK is not there, or may not be looked at: no backup is known to have succeeded',
        'Run the backup job, and see that it touches the file.',
      ),
    ];
  const hours = Math.floor((nowMs - touchedAt) / HOUR_MS);
  return hours >= (backupMaxAgeHours ?? 0)
    ? [
        fail(
          NAME,
          `the last one is ${hours} hours old, and BACKUP_MAX_AGE_HOURS allows ${backupMaxAgeHours ?? 0}`,
          'Look into the log of the backup job, and run it.',
        ),
      ]
    : [ok(NAME, `the last one is ${hours === 1 ? '1 hour' : `${Math.max(0, hours)} hours`} old`)];
}

/** Milliseconds; undefined where there is no file that can be looked at. */
function lastTouchOf(path: string): number | undefined {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}
