import { setTimeout as sleep } from 'node:timers/promises';

/** What the pace of requests is told by, and waited on. A measurement gives another one, which moves instead of waiting. */
export class Stopwatch {
  /** Milliseconds since any moment; never goes back. */
  now(): number {
    return performance.now();
  }

  /** Resolves when so many milliseconds have passed. */
  async wait(ms: number): Promise<void> {
    await sleep(Math.ceil(ms));
  }
}
