import { afterEach, describe, expect, it } from 'vitest';
import { PollingWorker } from './polling-worker.js';

class Counting extends PollingWorker {
  rounds = 0;
  underWay = 0;
  mostUnderWay = 0;
  waiting: (() => void)[] = [];

  constructor(
    startsWithRound: boolean,
    private readonly onDuty = true,
    private readonly isSlow = false,
    everyMs = 1,
  ) {
    super(everyMs, startsWithRound);
  }

  get isAtItsEnd(): boolean {
    return this.isStopping;
  }

  /** Ends the round under way. */
  release(): void {
    this.waiting.shift()?.();
  }

  protected async poll(): Promise<void> {
    this.rounds += 1;
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    if (this.isSlow) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.underWay -= 1;
  }

  protected override isOnDuty(): boolean {
    return this.onDuty;
  }
}

const until = async (reached: () => boolean) => {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 1));
};

describe('a worker that polls', () => {
  let worker: Counting;

  afterEach(async () => {
    worker.release();
    await worker.onModuleDestroy();
  });

  it('goes on round after round until it is stopped', async () => {
    worker = new Counting(false);
    await worker.onApplicationBootstrap();
    await until(() => worker.rounds >= 3);
    await worker.onModuleDestroy();
    const { rounds } = worker;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([worker.rounds, worker.isAtItsEnd]).toEqual([rounds, true]);
  });

  it('does one round before the start is over, where that is asked for', async () => {
    worker = new Counting(true);
    await worker.onApplicationBootstrap();
    expect(worker.rounds).toBeGreaterThan(0);
  });

  it('overtakes no round that takes long, and the stop waits for it', async () => {
    worker = new Counting(false, true, true);
    await worker.onApplicationBootstrap();
    await until(() => worker.rounds === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    let isStopped = false;
    const stop = worker.onModuleDestroy().then(() => (isStopped = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([worker.rounds, worker.mostUnderWay, isStopped]).toEqual([1, 1, false]);
    worker.release();
    await stop;
    expect(worker.underWay).toBe(0);
  });

  it('begins a round at once when it is woken, and one more for all that woke it during one', async () => {
    worker = new Counting(false, true, true, 3_600_000);
    await worker.onApplicationBootstrap();
    worker.wake();
    expect(worker.rounds).toBe(1);
    worker.wake();
    worker.wake();
    expect(worker.rounds).toBe(1);
    worker.release();
    await until(() => worker.rounds === 2);
    worker.release();
    await until(() => worker.underWay === 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([worker.rounds, worker.mostUnderWay]).toEqual([2, 1]);

    worker.wake();
    worker.wake();
    const stop = worker.onModuleDestroy();
    worker.release();
    await stop;
    worker.wake();
    expect([worker.rounds, worker.underWay]).toEqual([3, 0]);
  });

  it('does nothing in a process that is not on duty', async () => {
    worker = new Counting(true, false);
    await worker.onApplicationBootstrap();
    worker.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(worker.rounds).toBe(0);
  });
});
