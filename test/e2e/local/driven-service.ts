import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../../..');

/** What a program of the project left behind. */
export interface Outcome {
  /** 128 + n when signal n ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own with the local directory in it; commands run there, so that no `.env` of the project counts. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'tenantry-local-'));
  readonly local = join(this.folder, 'local');

  /** Nothing of the test run's environment but what programs need, all ports free ones. */
  environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TENANTRY_LOCAL_DIR: this.local,
      PORT: '0',
      CLERK_EMULATOR_PORT: '0',
      LOCAL_POSTGRES_PORT: '0',
      ...extra,
    };
  }

  /** Runs a built program to its end. */
  async run(
    program: string,
    args: readonly string[] = [],
    extra: Readonly<Record<string, string>> = {},
  ): Promise<Outcome> {
    return new Running(this, program, args, extra).ended;
  }

  cli(...args: string[]): Promise<Outcome> {
    return this.run('bundle/tenantry.js', args);
  }

  /** Starts the service; see {@link Running.ready}. */
  start(extra: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Running {
    return new Running(this, 'bundle/main.js', args, extra);
  }

  readLocalFile(): Record<string, unknown> | undefined {
    const path = join(this.local, 'local.json');
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  }

  /** The embedded server's process id as its own file says, or undefined when it is stopped. */
  postgresPid(): number | undefined {
    const path = join(this.local, 'postgres/data/postmaster.pid');
    return existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) : undefined;
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A program that runs. */
export class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  stdout = '';
  stderr = '';
  private hasEnded = false;

  constructor(
    private readonly workplace: Workplace,
    program: string,
    args: readonly string[],
    extra: Readonly<Record<string, string>>,
  ) {
    this.child = spawn(process.execPath, [join(root, 'dist', program), ...args], {
      cwd: workplace.folder,
      env: workplace.environment(extra),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.hasEnded = true;
        const number = signal === 'SIGKILL' ? 137 : signal === null ? 0 : 128;
        resolve({ code: code ?? number, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until the service says where everything is. */
  async ready(): Promise<Record<string, string>> {
    await this.until(() => this.workplace.readLocalFile()?.['pid'] === this.pid);
    return this.workplace.readLocalFile() as Record<string, string>;
  }

  /** Waits for something that this program brings about. */
  async until(holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 110_000;
    while (!holds()) {
      if (this.hasEnded || Date.now() > deadline)
        throw new Error(`not reached:\n${this.stdout}${this.stderr}`);
      await sleep(20);
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Outcome> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Whether a process runs; one that has ended and only waits to be collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()[0] !== 'Z';
  } catch {
    return false;
  }
}

/** Waits until a process is gone. */
export async function gone(pid: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`process ${pid} is still there`);
    await sleep(20);
  }
}
