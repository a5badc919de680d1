import type { AppError } from '../errors/app-error.js';
import { httpErrors } from '../errors/http-errors.js';

/** Milliseconds for which a request waits for its turn at most. */
const MAX_WAIT_MS = 2_000;
const RETRY_AFTER_SECONDS = '3';

interface Waiter {
  readonly owner: string;
  readonly begin: () => void;
}

/**
 * How many large answers this process makes at once. The others wait their turn for a moment and are then refused, so that
 * connections to the database, and the time of this process, are left for everything that is quick.
 */
export class HeavyRequests {
  private running = 0;
  private readonly byOwner = new Map<string, number>();
  private readonly waiting: Waiter[] = [];
  private readonly maxOfOne: number;

  /**
   * @param max at once; half of them, one at least, may be the same person's
   * @param maxWaitMs how long one waits for its turn
   */
  constructor(
    private readonly max: number,
    private readonly maxWaitMs = MAX_WAIT_MS,
  ) {
    this.maxOfOne = Math.max(1, Math.ceil(max / 2));
  }

  /**
   * Waits for a turn.
   *
   * @param owner whose request it is
   * @returns what has to be called once the answer has left, or will not
   * @throws AppError 429 `too_many_requests` when it is the person's own requests that are in the way, else 503 `busy`
   */
  async begin(owner: string): Promise<() => void> {
    if (this.mayBegin(owner)) return this.occupy(owner);
    if (this.waiting.length >= 2 * this.max) throw this.refusalOf(owner);
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const timer = setTimeout(() => {
      this.waiting.splice(this.waiting.indexOf(waiter), 1);
      reject(this.refusalOf(owner));
    }, this.maxWaitMs);
    const waiter: Waiter = {
      owner,
      begin: () => {
        clearTimeout(timer);
        resolve(this.occupy(owner));
      },
    };
    this.waiting.push(waiter);
    return promise;
  }

  private mayBegin(owner: string): boolean {
    return this.running < this.max && (this.byOwner.get(owner) ?? 0) < this.maxOfOne;
  }

  private occupy(owner: string): () => void {
    this.running += 1;
    this.byOwner.set(owner, (this.byOwner.get(owner) ?? 0) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.free(owner);
    };
  }

  private free(owner: string): void {
    this.running -= 1;
    const left = (this.byOwner.get(owner) ?? 1) - 1;
    if (left === 0) this.byOwner.delete(owner);
    else this.byOwner.set(owner, left);
    const next = this.waiting.findIndex((waiter) => this.mayBegin(waiter.owner));
    if (next !== -1) this.waiting.splice(next, 1)[0]?.begin();
  }

  private refusalOf(owner: string): AppError {
    const headers = { 'retry-after': RETRY_AFTER_SECONDS };
    if ((this.byOwner.get(owner) ?? 0) < this.maxOfOne) return httpErrors.busy({ headers });
    return httpErrors.tooManyRequests({
      headers,
      detail: `At most ${this.maxOfOne} of your large requests are answered at once. Wait for one of them.`,
    });
  }
}
