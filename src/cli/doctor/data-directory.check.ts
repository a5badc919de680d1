import { randomUUID } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fail, ok, warn, type CheckResult } from './check.js';

const NAME = 'data folder';

/** Can exports and audit checkpoints be written? Tried with an empty file, since access lists and mounts count too. */
export function checkDataDirectory(directory: string): CheckResult {
  const path = resolve(directory.trim());
  const isThere = existsSync(path);
  const target = isThere ? path : nearestFolder(path);
  const probe = join(target, `.doctor-${randomUUID()}`);
  try {
    writeFileSync(probe, '', { flag: 'wx', mode: 0o600 });
  } catch {
    return fail(NAME, 'cannot be written to', 'Make TENANTRY_DATA_DIR writable for this account.');
  } finally {
    rmSync(probe, { force: true });
  }
  return isThere
    ? ok(NAME, 'can be written to')
    : warn(
        NAME,
        'is not there yet; it is made when it is first needed',
        'Make it, on a disk that is backed up.',
      );
}

function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
