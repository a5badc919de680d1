import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { readPostmasterFile } from './postmaster-file.js';
import { processIdentity } from './process-identity.js';
import type { SystemUser } from './system-user.js';

/** `fast` ends open transactions and writes everything down; `immediate` leaves that to the recovery of the next start. */
export type StopMode = 'fast' | 'immediate';

/** How one server process is started. */
export interface PostmasterOptions {
  binaries: Binaries;
  data: string;
  port: number;
  user: SystemUser | undefined;
  settings: Readonly<Record<string, string>>;
  logFile: string;
}

/** Crash recovery of a big write-ahead log takes its time. */
const READY_WITHIN_MS = 120_000;
const STOP_TIMEOUT_MS = { fast: 10_000, immediate: 6_000 };
const LOG_LIMIT_BYTES = 5_000_000;

/** Fixed for every start; a caller's settings come after them. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
  // Statements and the DETAIL of an error hold people's values; the log file must not.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** One run of the server. */
export class Postmaster {
  readonly exited: Promise<string>;
  private hasExited = false;
  private failure: Error | undefined;
  private readonly child: ChildProcess;
  private readonly logStart: number;

  private constructor(private readonly options: PostmasterOptions) {
    this.logStart = trimLog(options.logFile);
    const log = openSync(options.logFile, 'a', 0o600);
    try {
      const settings = Object.entries({ ...SETTINGS, ...options.settings });
      this.child = spawn(
        options.binaries.postgres,
        [
          '-D',
          options.data,
          '-p',
          String(options.port),
          ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ],
        // A session of its own: Ctrl-C in the terminal goes to us, and we stop the server when the API is done with it.
        {
          ...options.user,
          cwd: '/',
          env: serverEnvironment(),
          detached: true,
          stdio: ['ignore', 'ignore', log],
        },
      );
    } finally {
      closeSync(log);
    }
    this.exited = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.failure = error;
        this.hasExited = true;
        resolve(error.message);
      });
      this.child.once('exit', (code, signal) => {
        this.hasExited = true;
        resolve(signal === null ? `exit code ${String(code)}` : signal);
      });
    });
    this.child.unref();
  }

  static spawn(options: PostmasterOptions): Postmaster {
    return new Postmaster(options);
  }

  /** Process id; 0 when the program could not even be started. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return !this.hasExited;
  }

  /** Waits until connections are accepted, the way `pg_ctl` does. Answers false when the server gave up first. */
  async becomesReady(): Promise<boolean> {
    const end = Date.now() + READY_WITHIN_MS;
    while (this.isRunning && Date.now() < end) {
      const file = readPostmasterFile(this.options.data);
      if (file?.pid === this.pid && file.isReady) return true;
      await sleep(10);
    }
    return false;
  }

  /** What the server said in this run. */
  complaint(): string {
    if (this.failure !== undefined) return this.failure.message;
    const log = readFileSync(this.options.logFile).subarray(this.logStart).toString('utf8');
    const lines = log.split('\n').filter((line) => /\b(FATAL|PANIC|ERROR|LOG):/.test(line));
    const telling = lines.filter((line) => /\b(FATAL|PANIC|ERROR):|could not/.test(line));
    return telling.map((line) => line.replace(/^.*?\b(FATAL|PANIC|ERROR|LOG):\s*/, '')).join('; ');
  }

  /** Stops the server and waits; one that does not listen is stopped harder, at last by force. */
  async stop(mode: StopMode): Promise<void> {
    if (mode === 'fast' && (await this.endsAfter('SIGINT', STOP_TIMEOUT_MS.fast))) return;
    if (await this.endsAfter('SIGQUIT', STOP_TIMEOUT_MS.immediate)) return;
    await this.endsAfter('SIGKILL', STOP_TIMEOUT_MS.immediate);
  }

  /** Stops immediately and waits without giving the event loop back: for an exit handler. */
  stopSync(): void {
    if (this.hasExited || this.pid === 0) return;
    for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
      this.child.kill(signal);
      const end = Date.now() + STOP_TIMEOUT_MS.immediate;
      // Nobody collects the process while we block, so it stays as a zombie, which counts as gone.
      while (processIdentity(this.pid) !== undefined) {
        if (Date.now() > end) break;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      }
      if (processIdentity(this.pid) === undefined) return;
    }
  }

  private async endsAfter(signal: NodeJS.Signals, timeoutMs: number): Promise<boolean> {
    if (this.hasExited) return true;
    this.child.kill(signal);
    const timeout = new AbortController();
    const timedOut = sleep(timeoutMs, false, { signal: timeout.signal }).catch(() => false);
    const ended = await Promise.race([this.exited.then(() => true), timedOut]);
    timeout.abort();
    return ended;
  }
}

/** Nothing of the caller's environment reaches the server: a stray PGPORT or PGDATA would. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Keeps the log from growing for ever; answers where this run's part of it begins. */
function trimLog(path: string): number {
  if (!existsSync(path)) return 0;
  const { size } = statSync(path);
  if (size <= LOG_LIMIT_BYTES) return size;
  truncateSync(path);
  return 0;
}
