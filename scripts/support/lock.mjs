import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, tell } from './project.mjs';

/** No installation or build takes this long. */
const MAX_MS = 30 * 60_000;

/**
 * One at a time per project folder: `npm start` and `npm test` typed in two terminals of a fresh clone must not install
 * into each other. The lock lies outside, because the installation empties node_modules. It is not the one of the embedded
 * database (`directory-lock.ts` of its package): before anything is installed or compiled only this file can be read.
 */
export async function alone(what, work) {
  const path = lockPath(what);
  const content = `${process.pid} ${randomUUID()}`;
  let told = false;
  while (!take(path, content)) {
    const found = read(path);
    if (found === undefined) continue;
    const holder = livingHolder(path, found);
    if (holder === undefined) {
      removeStale(path, found);
      continue;
    }
    if (!told) tell(`Waiting for process ${holder}, which is busy with the ${what} of this folder.`);
    told = true;
    await sleep(200);
  }
  // Whoever took longer than that may have lost it to another one.
  const release = () => {
    if (read(path) === content) rmSync(path, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/** Where the lock of a piece of work lies, apart for every folder and user. */
export function lockPath(what) {
  const key = `${root}:${process.getuid?.() ?? ''}`;
  return join(
    tmpdir(),
    `tenantry-${what}-${createHash('sha256').update(key).digest('hex').slice(0, 16)}.lock`,
  );
}

/** A link appears at once with its content, so nobody reads half a lock. */
function take(path, content) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The process that holds the lock; a number from before a restart may be another program's by now, so age counts too. */
function livingHolder(path, content) {
  const pid = Number(content.split(' ')[0]);
  try {
    if (Date.now() - statSync(path).mtimeMs > MAX_MS) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? pid : undefined;
  }
}

/** Moved aside first: if another process was quicker and this is its fresh lock, it goes back. */
function removeStale(path, content) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (read(aside) !== content) linkSync(aside, path);
  } catch {
    // Somebody else has cleared it away.
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
