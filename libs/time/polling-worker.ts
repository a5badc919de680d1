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
      this.running ??= this.poll().finally(() => {
        this.running = undefined;
      });
    }, this.everyMs);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  protected abstract poll(): Promise<void>;

  /** Whether this process does the work at all. */
  protected isOnDuty(): boolean {
    return true;
  }
}
