import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';

/**
 * Does something again and again, one round at a time, from the start of the process to its stop. The stop waits for the
 * round under way. A round tells its own errors: one that rejects ends the process, as any forgotten rejection does.
 */
export abstract class PollingWorker implements OnApplicationBootstrap, OnModuleDestroy {
  /** From the stop on: a long round ends where it can. */
  protected isStopping = false;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isWoken = false;

  /**
   * @param everyMs between the beginnings of two rounds; a round that takes longer is not overtaken
   * @param startsWithRound the start of the process waits for a first round
   */
  protected constructor(
    private readonly everyMs: number,
    private readonly startsWithRound = false,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.isOnDuty()) return;
    if (this.startsWithRound) await this.poll();
    this.timer = setInterval(() => {
      this.start();
    }, this.everyMs);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Says that there is something to do: a round begins now, or as soon as the one under way is over. Returns at once. */
  wake(): void {
    if (this.isStopping || !this.isOnDuty()) return;
    if (this.running === undefined) this.start();
    else this.isWoken = true;
  }

  protected abstract poll(): Promise<void>;

  /** Whether this process does the work at all. */
  protected isOnDuty(): boolean {
    return true;
  }

  private start(): void {
    this.running ??= this.poll().finally(() => {
      this.running = undefined;
      const isWoken = this.isWoken;
      this.isWoken = false;
      if (isWoken) this.wake();
    });
  }
}
