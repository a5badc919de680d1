import type { Clock } from '#libs/time';
import type { RateLimitStore } from './rate-limit-store.js';

interface Batch {
  size: number;
  /** The store's total before this batch, once it is told. */
  readonly totalBefore: Promise<number>;
  readonly settle: (totalBefore: number) => void;
}

/** One key in one window, as this process knows it. */
export class RateWindow {
  /** The total of all replicas when the store last answered. */
  consumed = 0;
  private collecting: Batch | undefined;
  private sending: Batch | undefined;

  constructor(
    private readonly key: string,
    public resetAt: number,
    private readonly clock: Clock,
  ) {}

  /** Requests that the store has not been told of. */
  get unsent(): number {
    return this.collecting?.size ?? 0;
  }

  /** Requests that the store has not yet confirmed. */
  get unknown(): number {
    return this.unsent + (this.sending?.size ?? 0);
  }

  /** The best knowledge of the total. */
  get counted(): number {
    return this.consumed + this.unknown;
  }

  /** Counts a request; the function given back waits for its exact position in the window. */
  count(): (store: RateLimitStore) => Promise<number> {
    const batch = (this.collecting ??= newBatch());
    const index = (batch.size += 1);
    return async (store) => {
      this.send(store);
      return (await batch.totalBefore) + index;
    };
  }

  /** Tells the store what was collected; one message at a time. */
  send(store: RateLimitStore): void {
    if (this.sending || !this.collecting) return;
    const batch = this.collecting;
    this.sending = batch;
    this.collecting = undefined;
    void store.add(this.key, batch.size).then(
      ({ consumed, msUntilReset }) => {
        this.consumed = consumed;
        this.resetAt = this.clock.nowMs() + msUntilReset;
        this.finish(batch, consumed - batch.size, store);
      },
      () => {
        // A store without insurance that fails: this process goes on with what it knows.
        const before = this.consumed;
        this.consumed += batch.size;
        this.finish(batch, before, store);
      },
    );
  }

  private finish(batch: Batch, totalBefore: number, store: RateLimitStore): void {
    this.sending = undefined;
    batch.settle(totalBefore);
    if (this.collecting) this.send(store);
  }
}

function newBatch(): Batch {
  const { promise, resolve } = Promise.withResolvers<number>();
  return { size: 0, totalBefore: promise, settle: resolve };
}
