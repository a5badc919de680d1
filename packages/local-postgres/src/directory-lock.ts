import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { processIdentity } from './process-identity.js';
import { LocalPostgresError, systemErrorCode } from './local-postgres.error.js';

/**
 * One process at a time per data directory. The lock names its holder by process id and start time, so a holder
 * that was killed (or whose id now belongs to another program) never blocks the next start. PostgreSQL's own
 * `postmaster.pid` is the second lock behind it.
 */
export class DirectoryLock {
  private constructor(
    private readonly path: string,
    private readonly content: string,
  ) {}

  /** Takes the lock or throws `directory_in_use`, naming the process that holds it. */
  static acquire(path: string, directory: string): DirectoryLock {
    const content = JSON.stringify({
      pid: process.pid,
      identity: processIdentity(process.pid),
      id: randomUUID(),
    });
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if (createWhole(path, content)) return new DirectoryLock(path, content);
      const found = read(path);
      if (found === undefined) continue;
      const holder = livingHolder(found);
      if (holder !== undefined) throw inUse(directory, holder);
      removeStale(path, found);
    }
    throw inUse(directory, undefined);
  }

  /** Gives the lock back; a lock that somebody else has taken meanwhile is left alone. */
  release(): void {
    if (read(this.path) === this.content) rmSync(this.path, { force: true });
  }
}

/** A link appears at once with its whole content, so nobody ever reads half a lock. */
function createWhole(path: string, content: string): boolean {
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, content, { mode: 0o600, flag: 'wx' });
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the stale lock aside under a name of our own; if another start was quicker and we moved its fresh lock, it goes back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  if (moved !== undefined && moved !== stale) createWhole(path, moved);
  rmSync(aside, { force: true });
}

function livingHolder(content: string): number | undefined {
  try {
    const holder: unknown = JSON.parse(content);
    if (typeof holder !== 'object' || holder === null) return undefined;
    if (!('pid' in holder) || typeof holder.pid !== 'number' || !('identity' in holder)) return undefined;
    return processIdentity(holder.pid) === holder.identity ? holder.pid : undefined;
  } catch {
    return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function inUse(directory: string, pid: number | undefined): LocalPostgresError {
  const who = pid === undefined ? 'another process' : `process ${pid}`;
  return new LocalPostgresError(
    'directory_in_use',
    `${directory} is already in use by ${who}. Stop that one first, or set TENANTRY_LOCAL_DIR (and LOCAL_POSTGRES_PORT=0) to run a second one beside it.`,
  );
}
