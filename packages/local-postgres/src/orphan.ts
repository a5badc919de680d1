import { setTimeout as sleep } from 'node:timers/promises';
import { basename } from 'node:path';
import { readPostmasterFile, removePostmasterFile } from './postmaster-file.js';
import { processArguments, processIdentity } from './process-identity.js';

const FAST_STOP_MS = 10_000;
const IMMEDIATE_STOP_MS = 6_000;

/**
 * Stops a server that an earlier, killed parent left running on this data directory, and clears a `postmaster.pid` whose
 * number now belongs to an unrelated program (PostgreSQL would take that for a second server and refuse to start). A
 * file with a number that nobody has is left to PostgreSQL, which knows how to deal with it. Call with the lock held.
 *
 * Stopped and started again rather than adopted: a foreign process tells nobody when it dies, and its port and settings
 * may be old ones.
 */
export async function stopOrphan(dataDirectory: string): Promise<void> {
  const file = readPostmasterFile(dataDirectory);
  if (file === undefined) return;
  const identity = processIdentity(file.pid);
  if (identity === undefined) return;
  if (findServer(dataDirectory) === undefined) {
    // Shared memory of survivors is still found by PostgreSQL through the data directory's own key.
    removePostmasterFile(dataDirectory);
    return;
  }
  for (const [signal, timeoutMs] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
    ['SIGKILL', IMMEDIATE_STOP_MS],
  ] as const) {
    if (!signalProcess(file.pid, signal)) return;
    if (await isGone(file.pid, identity, timeoutMs)) return;
  }
}

/** The process id of the server that runs on a data directory. */
export function findServer(dataDirectory: string): number | undefined {
  const pid = readPostmasterFile(dataDirectory)?.pid;
  if (pid === undefined || processIdentity(pid) === undefined) return undefined;
  const [program = '', ...rest] = processArguments(pid);
  return basename(program) === 'postgres' && rest.includes(dataDirectory) ? pid : undefined;
}

function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function isGone(pid: number, identity: string, timeoutMs: number): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  while (processIdentity(pid) === identity) {
    if (Date.now() > end) return false;
    await sleep(20);
  }
  return true;
}
