import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { LocalPostgresError, systemErrorCode } from './local-postgres.error.js';
import { stopOrphan } from './orphan.js';
import { noteOrigin, sweepForgotten } from './sweep-forgotten.js';
import { canEnter, type SystemUser } from './system-user.js';

/** The folders that the server's account may be given when the project itself is closed to it; first choice first. */
export const SHARED_DIRECTORIES: readonly string[] = ['/var/lib/tenantry', '/var/tmp/tenantry'];

/** The first shared folder that is safe to use: ours, and not writable for others, who could swap a program in it. */
export function usableSharedDirectory(
  candidates: readonly string[],
  user: SystemUser | undefined,
): string | undefined {
  return candidates.find((directory) => {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o755 });
      accessSync(directory, constants.W_OK);
      const stats = lstatSync(directory);
      const ours = stats.isDirectory() && stats.uid === process.getuid?.();
      return ours && (stats.mode & 0o022) === 0 && canEnter(user, directory);
    } catch {
      return false;
    }
  });
}

/**
 * Makes sure that `directory` is a folder that the server's account can get to, and says where it really is. Below a
 * closed folder (a clone in a root home of mode 700) the data lives in a shared folder and `directory` is a link to it.
 * Removing the link forgets the data: what is left over without a link is cleared away by a later start.
 */
export async function prepareHome(
  directory: string,
  user: SystemUser | undefined,
  shared: () => string | undefined,
): Promise<string> {
  const target = linkTarget(directory);
  if (target !== undefined && existsSync(target)) {
    const now = new Date();
    utimesSync(target, now, now);
    return target;
  }
  if (target !== undefined) rmSync(directory);
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  if (user === undefined) return directory;

  // This folder only has to let the account pass; what is private in it has a mode of its own.
  if (statSync(directory).uid === process.getuid?.()) chmodSync(directory, 0o755);
  if (canEnter(user, directory)) return directory;
  const folder = shared();
  if (folder === undefined) {
    throw new LocalPostgresError(
      'directory_not_writable',
      `PostgreSQL does not run as root, and the account it runs under cannot enter ${directory}. Set TENANTRY_LOCAL_DIR to a folder that every account can enter.`,
    );
  }
  const homes = join(folder, 'data');
  mkdirSync(homes, { recursive: true, mode: 0o755 });
  sweepForgotten(homes);
  const home = join(homes, createHash('sha256').update(directory).digest('hex').slice(0, 24));
  await moveOut(directory, home);
  return home;
}

/** Moves the folder, with what is in it, to its folder outside and leaves a link behind. */
async function moveOut(directory: string, home: string): Promise<void> {
  if (existsSync(home)) {
    // Its link is gone, so it was forgotten on purpose; a server that still runs on it serves nobody.
    await stopOrphan(join(home, 'data'));
    rmSync(home, { recursive: true, force: true });
  }
  if (readdirSync(directory).length === 0) {
    mkdirSync(home, { mode: 0o755 });
    rmSync(directory, { recursive: true });
  } else {
    carry(directory, home);
  }
  chmodSync(home, 0o755);
  noteOrigin(home, directory);
  symlinkSync(home, directory);
}

/** A rename where both are on one file system; else a copy that keeps owners and modes, complete before the old one goes. */
function carry(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (systemErrorCode(error) !== 'EXDEV') throw error;
    const copied = spawnSync('cp', ['-a', from, to], { stdio: 'ignore' });
    if (copied.status !== 0) throw error;
    rmSync(from, { recursive: true, force: true });
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'EINVAL') return undefined;
    throw error;
  }
}
