import { randomUUID } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { judgeDiskSpace } from '../disk-space.rule.js';
import { fail, ok, warn, type CheckResult } from './check.js';

const NAME = 'data folder';

/**
 * Can the list of erasures and audit checkpoints be written, and is there room for them? Tried with an empty file, since access lists
 * and mounts count too.
 */
export async function checkDataDirectory(directory: string): Promise<CheckResult[]> {
  const path = resolve(directory.trim());
  const isThere = existsSync(path);
  const target = isThere ? path : nearestFolder(path);
  const probe = join(target, `.doctor-${randomUUID()}`);
  try {
    writeFileSync(probe, '', { flag: 'wx', mode: 0o600 });
  } catch {
    return [fail(NAME, 'cannot be written to', 'Make TENANTRY_DATA_DIR writable for this account.')];
  } finally {
    rmSync(probe, { force: true });
  }
  const written = isThere
    ? ok(NAME, 'can be written to')
    : warn(
        NAME,
        'is not there yet; it is made when it is first needed',
        'Make it, on a disk that is backed up.',
      );
  return [written, checkRoom(await statfs(target))];
}

/** What `GET /health` says of the data folder, in words. */
export function checkRoom(disk: Parameters<typeof judgeDiskSpace>[0]): CheckResult {
  const { freePercent, status } = judgeDiskSpace(disk);
  const detail = `${freePercent} % of the disk with the data folder are free`;
  if (status === 'ok') return ok('disk', detail);
  const advice = 'Make room, or move TENANTRY_DATA_DIR to a larger disk: exports and checkpoints would fail.';
  return status === 'failing' ? fail('disk', detail, advice) : warn('disk', detail, advice);
}

function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
