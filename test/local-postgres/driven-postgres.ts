import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { LocalPostgresOptions } from '@tenantry/local-postgres';
import type { InstalledCopy } from './installed-copy.js';

/** What a started driver tells. */
interface ReadyEvent {
  port: number;
  pid: number;
  url: string;
  adminUrl: string;
  superuserUrl: string;
  took: number;
}

interface DriverEvent {
  ready?: ReadyEvent;
  failed?: { fault: string; message: string };
  notice?: string;
  givenUp?: string;
  done?: string;
}

/** An embedded database in a process of its own, under any account. */
export class DrivenPostgres {
  readonly events: DriverEvent[] = [];
  private readonly waiting: (() => void)[] = [];
  private complaint = '';
  private readonly closed: Promise<unknown>;

  private constructor(readonly process: ChildProcess) {
    this.closed = once(process, 'close');
    if (process.stdout === null || process.stderr === null) throw new Error('the driver has no output');
    createInterface({ input: process.stdout }).on('line', (line) => {
      this.events.push(JSON.parse(line) as DriverEvent);
      for (const wake of this.waiting.splice(0)) wake();
    });
    // An order to a driver that has just ended is no error.
    process.stdin?.on('error', () => undefined);
    process.stderr.setEncoding('utf8').on('data', (text: string) => (this.complaint += text));
    void this.closed.then(() => {
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  static start(
    copy: InstalledCopy,
    options: Omit<LocalPostgresOptions, 'database'>,
    account: { uid?: number; gid?: number } = {},
  ): DrivenPostgres {
    const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', NODE_OPTIONS: '' };
    return new DrivenPostgres(
      spawn(copy.node, [copy.driver, JSON.stringify(options)], { ...account, cwd: '/', env, stdio: 'pipe' }),
    );
  }

  /** Waits for the first event that fits; the driver's own complaint is the error when it ends before. */
  async event<K extends keyof DriverEvent>(key: K): Promise<NonNullable<DriverEvent[K]>> {
    for (;;) {
      for (const event of this.events) {
        const value = event[key];
        if (value !== undefined) return value;
      }
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`no "${key}": ${JSON.stringify(this.events)} ${this.complaint}`);
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  order(order: 'stop' | 'stopSync' | 'exit'): void {
    this.process.stdin?.write(`${order}\n`);
  }

  /** Ends the driver as a kernel out of memory would. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.closed;
  }

  /** Stops the database and the driver. */
  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.order('stop');
      this.order('exit');
    }
    await this.closed;
  }
}
