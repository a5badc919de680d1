import { setTimeout as sleep } from 'node:timers/promises';
import { bringUp } from './bring-up.js';
import type { Postmaster, StopMode } from './postmaster.js';
import type { SystemUser } from './system-user.js';
import { Watchdog } from './watchdog.js';

/** More restarts than this within the window, and something is wrong that starting again does not mend. */
const RESTART_LIMIT = 5;
const RESTART_WINDOW_MS = 60_000;

/** What the supervisor reports to. */
export interface SupervisorOptions {
  user: SystemUser | undefined;
  data: string;
  notice: (message: string) => void;
  onGivenUp: (reason: string) => void;
  onStopped: () => void;
}

/** Keeps one server running on one port: starts it again when it is killed, up to a limit, and stops it for good. */
export class Supervisor {
  private readonly watchdog: Watchdog;
  private readonly restarts: number[] = [];
  private postmaster: Postmaster | undefined;
  private starting: Promise<unknown> = Promise.resolve();
  private stopping: Promise<void> | undefined;
  private isStopped = false;

  constructor(
    private readonly spawn: (port: number) => Postmaster,
    private readonly options: SupervisorOptions,
  ) {
    this.watchdog = new Watchdog(options.user, options.data);
  }

  get pid(): number {
    return this.postmaster?.pid ?? 0;
  }

  /** Answers the port it listens on. */
  async start(wantedPort: number): Promise<number> {
    const { postmaster, port } = await this.bringUp(wantedPort);
    void this.keepRunning(postmaster, port);
    return port;
  }

  stop(mode: StopMode): Promise<void> {
    if (this.stopping !== undefined && mode === 'immediate') void this.postmaster?.stop('immediate');
    this.stopping ??= this.stopOnce(mode);
    return this.stopping;
  }

  stopSync(): void {
    this.stopping ??= Promise.resolve();
    this.postmaster?.stopSync();
    this.finish();
  }

  private async stopOnce(mode: StopMode): Promise<void> {
    // A restart that is under way would put a new server where the old one was stopped.
    await this.starting;
    await this.postmaster?.stop(mode);
    this.finish();
  }

  private finish(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.watchdog.dismiss();
    this.options.onStopped();
  }

  private bringUp(wantedPort: number): Promise<{ postmaster: Postmaster; port: number }> {
    const started = bringUp(wantedPort, (port) => {
      if (this.isStopped) throw new Error('PostgreSQL was stopped while it was starting.');
      this.postmaster = this.spawn(port);
      this.watchdog.guard(this.postmaster.pid);
      return this.postmaster;
    });
    this.starting = started.catch(() => undefined);
    return started;
  }

  private async keepRunning(first: Postmaster, port: number): Promise<void> {
    let current = first;
    for (;;) {
      let reason = await current.exited;
      for (;;) {
        this.watchdog.guard(undefined);
        if (this.isStopping()) return;
        if (!this.mayRestart()) {
          this.options.onGivenUp(
            `PostgreSQL ended (${reason}) and could not be kept running; its log says more.`,
          );
          return;
        }
        this.options.notice(`PostgreSQL ended unexpectedly (${reason}); it is started again.`);
        await sleep(100 * (this.restarts.length - 1));
        if (this.isStopping()) return;
        try {
          current = (await this.bringUp(port)).postmaster;
          break;
        } catch (error) {
          reason = error instanceof Error ? error.message : String(error);
        }
      }
    }
  }

  private isStopping(): boolean {
    return this.stopping !== undefined;
  }

  private mayRestart(): boolean {
    const now = Date.now();
    while (this.restarts[0] !== undefined && now - this.restarts[0] > RESTART_WINDOW_MS)
      this.restarts.shift();
    this.restarts.push(now);
    return this.restarts.length <= RESTART_LIMIT;
  }
}
