import { createHash } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, tell } from './project.mjs';

/**
 * One at a time per project folder: `npm start` and `npm test` typed in two terminals of a fresh clone must not install
 * into each other. The lock lies outside, because the installation empties node_modules.
 */
export async function alone(what, work) {
  const name = createHash('sha256')
    .update(`${root}:${process.getuid?.() ?? ''}`)
    .digest('hex')
    .slice(0, 16);
  const path = join(tmpdir(), `tenantry-${what}-${name}.lock`);
  let told = false;
  while (!take(path)) {
    const holder = holderOf(path);
    if (holder === undefined) {
      rmSync(path, { force: true });
      continue;
    }
    if (!told) tell(`Waiting for process ${holder}, which is busy with the ${what} of this folder.`);
    told = true;
    await sleep(200);
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/** A link appears at once with its content, so nobody reads half a lock. */
function take(path) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
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

function holderOf(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? 'of another user' : undefined;
  }
}
