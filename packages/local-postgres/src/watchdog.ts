import { spawn, type ChildProcess } from 'node:child_process';
import type { SystemUser } from './system-user.js';

/**
 * Reads process ids from its input until the input ends, then stops the server named last: fast, after 10 s immediately,
 * after 16 s by force. The server has ended when it has removed its `postmaster.pid`; its process may stay as a zombie
 * for long where the first process of a container collects none.
 */
const SCRIPT = `
trap '' HUP INT TERM
data=$1
pid=
runs() { kill -0 "$pid" && read -r owner <"$data/postmaster.pid" && [ "$owner" = "$pid" ]; }
while IFS= read -r line; do pid=$line; done
[ -n "$pid" ] && kill -INT "$pid" || exit 0
tenths=0
while runs; do
  tenths=$((tenths + 1))
  [ "$tenths" -eq 100 ] && kill -QUIT "$pid"
  [ "$tenths" -eq 160 ] && kill -KILL "$pid" && exit 1
  sleep 0.1
done
`;

/**
 * Stops the server when this process dies without doing so itself, `kill -9` included. A pipe is the one thing that the
 * kernel closes whatever way a process ends: a tiny shell in a session of its own waits for that. (The death signal of
 * Linux does not exist elsewhere and is cleared by the change of account; asking every second who the parent is would
 * cost a wake-up per second.) Should the shell die too, the next start finds the server and stops it.
 */
export class Watchdog {
  private readonly shell: ChildProcess;

  /** @param data the guarded server's data directory */
  constructor(user: SystemUser | undefined, data: string) {
    this.shell = spawn('/bin/sh', ['-c', SCRIPT, 'guard-of-postgres', data], {
      ...user,
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.shell.on('error', () => undefined);
    this.shell.stdin?.on('error', () => undefined);
    this.shell.unref();
  }

  /** From now on the server with this process id is guarded; undefined: none is. */
  guard(pid: number | undefined): void {
    this.shell.stdin?.write(`${pid === undefined ? '' : String(pid)}\n`);
  }

  /** Ends the watch without stopping anything. */
  dismiss(): void {
    this.guard(undefined);
    this.shell.stdin?.end();
  }
}
