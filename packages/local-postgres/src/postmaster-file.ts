import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a running server writes about itself into `postmaster.pid` (PostgreSQL's `miscadmin.h`, `LOCK_FILE_LINE_*`). */
export interface PostmasterFile {
  pid: number;
  isReady: boolean;
}

/** Reads `postmaster.pid` of a data directory; undefined when there is none. */
export function readPostmasterFile(dataDirectory: string): PostmasterFile | undefined {
  try {
    const lines = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number.parseInt(lines[0] ?? '', 10);
    if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
    return { pid, isReady: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/** Removes a `postmaster.pid` that no server stands behind. */
export function removePostmasterFile(dataDirectory: string): void {
  rmSync(join(dataDirectory, 'postmaster.pid'), { force: true });
}
