import type { Clock } from '#libs/time';
import type { RateLimitStore } from './rate-limit-store.js';
import { RateWindow } from './rate-window.js';

/** A quota per window. */
export interface RateLimitPolicy {
  /** Its name in the `RateLimit` headers. */
  readonly name: string;
  readonly quota: number;
  readonly windowSeconds: number;
}

/** Whether a request may pass, and what is left. */
export interface RateLimitDecision {
  readonly policy: RateLimitPolicy;
  readonly isAllowed: boolean;
  readonly remaining: number;
  readonly resetSeconds: number;
}

const MAX_KEYS = 50_000;

/**
 * Counts requests by key in fixed windows over all replicas, without a database write for each request: far from the
 * quota a replica may know of up to 0.5 % of what remains before it tells the store, and it does so in the background;
 * near the quota each request waits for the store's exact count. So one replica is exact, and every further one can let
 * through at most 1 % of the quota too much. A key that is over its quota costs no write at all.
 */
export class RateLimiter {
  private readonly windows = new Map<string, RateWindow>();

  constructor(
    readonly policy: RateLimitPolicy,
    private readonly store: RateLimitStore,
    private readonly clock: Clock,
    /** Under which key the store counts a subject; it need not learn who that is. */
    private readonly keyOf: (subject: string) => string = (subject) => subject,
  ) {}

  /** Counts one request of a subject. */
  async consume(subject: string): Promise<RateLimitDecision> {
    const { quota } = this.policy;
    const window = this.windowOf(subject);
    if (window.consumed >= quota) return this.decide(window, false);
    const slack = Math.floor((quota - window.counted) / 200);
    const ordinal = window.count();
    if (window.unsent >= Math.max(1, slack)) window.send(this.store);
    const mustWait = window.unknown > 2 * slack;
    const position = mustWait ? await ordinal(this.store) : window.counted;
    return this.decide(window, position <= quota);
  }

  private decide(window: RateWindow, isAllowed: boolean): RateLimitDecision {
    return {
      policy: this.policy,
      isAllowed,
      remaining: Math.max(0, this.policy.quota - window.counted),
      resetSeconds: Math.max(1, Math.ceil((window.resetAt - this.clock.nowMs()) / 1000)),
    };
  }

  private windowOf(subject: string): RateWindow {
    const now = this.clock.nowMs();
    const known = this.windows.get(subject);
    if (known && now < known.resetAt) return known;
    this.windows.delete(subject);
    if (this.windows.size >= MAX_KEYS) this.dropOldest(now);
    const window = new RateWindow(this.keyOf(subject), now + this.policy.windowSeconds * 1000, this.clock);
    this.windows.set(subject, window);
    return window;
  }

  /** Drops what has ended, and a tenth of the rest where that is not enough. */
  private dropOldest(now: number): void {
    for (const [key, window] of this.windows) if (window.resetAt <= now) this.windows.delete(key);
    if (this.windows.size < MAX_KEYS) return;
    for (const key of [...this.windows.keys()].slice(0, MAX_KEYS / 10)) this.windows.delete(key);
  }
}
