import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * npm passes a terminal's Ctrl-C on although the terminal has sent it already (npm/cli issue 1591), so one key press
 * arrives twice. Two of the same signal this close together are one.
 */
const ECHO_MS = 300;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const FORCE_AFTER_MS = 15_000;

/**
 * Runs a program to its end, passing signals on: the first asks it to stop, a second to stop at once (how is the
 * program's affair), and one that still runs after that is killed. Answers the exit code, 128 + n for signal n.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { ownGroup?: boolean }} options with `ownGroup` the terminal's
 *   Ctrl-C reaches us alone and the program learns of it from us; it also gets an IPC channel, whose end tells it that we
 *   were killed
 * @returns {Promise<number>}
 */
export function runChild(command, args, { ownGroup = false, ...options } = {}) {
  const child = spawn(command, args, {
    stdio: ownGroup ? ['ignore', 'inherit', 'inherit', 'ipc'] : 'inherit',
    ...options,
    detached: ownGroup,
  });
  return untilExit(child, ownGroup);
}

/** Runs a program in a group of its own and keeps what it says; the first signal ends the whole group for good. */
export async function runCaptured(command, args, options) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: true });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  let interrupted = false;
  const end = () => {
    interrupted = true;
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  };
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    const code = await exitOf(child);
    return { code, interrupted, output: Buffer.concat(output).toString('utf8') };
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, end);
  }
}

async function untilExit(child, ownGroup) {
  const stopForwarding = forwardSignals(child, ownGroup);
  try {
    return await exitOf(child);
  } finally {
    stopForwarding();
  }
}

/** The exit code of a child, 128 + n for signal n. */
async function exitOf(child) {
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...outcome) => resolve(outcome));
  });
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

function forwardSignals(child, ownGroup) {
  let lastAt = 0;
  let count = 0;
  let force;
  const forward = (signal) => {
    const now = Date.now();
    const isEcho = now - lastAt < ECHO_MS;
    lastAt = now;
    // A terminal that closes, or npm that ends, while we are stopping already is no call to hurry.
    if (isEcho || (signal === 'SIGHUP' && count > 0)) return;
    count += 1;
    // A child in our group has the terminal's Ctrl-C already.
    if (ownGroup || signal !== 'SIGINT') child.kill(signal);
    if (count === 2) force = setTimeout(() => child.kill('SIGKILL'), FORCE_AFTER_MS);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  const watch = ownGroup ? watchParent(() => forward('SIGHUP')) : undefined;
  return () => {
    for (const signal of SIGNALS) process.removeListener(signal, forward);
    clearTimeout(force);
    clearInterval(watch);
  };
}

/** Under npm, npm's own sudden end is an end for us too; a program started directly may outlive its shell on purpose. */
function watchParent(onGone) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined || parent === 1) return undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 1000);
  return timer.unref();
}
