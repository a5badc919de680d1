/** As much failure in a row opens the breaker; a timeout counts double, since it has cost somebody seconds. */
const MAX_IN_A_ROW = 6;
const REMEMBERED = 20;
const MAX_OF_REMEMBERED = 10;
const FIRST_REST_MS = 1_000;

export type BreakerState = 'closed' | 'half_open' | 'open';

/** Proof that a request may be sent; handed back with how it went. */
export interface BreakerPermit {
  readonly isProbe: boolean;
  /** What was admitted before the breaker changed its state says nothing about the state since. */
  readonly era: number;
}

/**
 * Stops asking a part of Clerk that does not answer: opens after failures in a row or when half of the last twenty
 * failed, lets one request at a time through after a rest, and closes with its success. Each failed probe doubles the
 * rest, up to the longest one; rests are jittered so that replicas do not come back together.
 */
export class CircuitBreaker {
  private era = 0;
  private current: BreakerState = 'closed';
  private inARow = 0;
  private remembered: boolean[] = [];
  private rests = 0;
  private restsUntil = 0;

  /** @param longestRestMs 0: it never opens */
  constructor(
    private readonly now: () => number,
    private readonly longestRestMs: number,
    private readonly random: () => number = Math.random,
    private readonly changed: (state: BreakerState) => void = () => undefined,
  ) {}

  get state(): BreakerState {
    return this.current;
  }

  /** Milliseconds for which nothing may be sent; 0 when something may. While a probe is under way, a little. */
  restMs(): number {
    if (this.current === 'closed') return 0;
    if (this.current === 'half_open') return FIRST_REST_MS;
    return Math.max(0, this.restsUntil - this.now());
  }

  /** @returns null while nothing may be sent */
  admit(): BreakerPermit | null {
    if (this.restMs() > 0) return null;
    if (this.current === 'closed') return { isProbe: false, era: this.era };
    this.become('half_open');
    return { isProbe: true, era: this.era };
  }

  succeeded(permit: BreakerPermit): void {
    if (permit.era !== this.era) return;
    if (permit.isProbe) {
      this.rests = 0;
      this.become('closed');
      return;
    }
    this.inARow = 0;
    this.remember(true);
  }

  failed(permit: BreakerPermit, { isTimeout = false } = {}): void {
    if (permit.era !== this.era || this.longestRestMs === 0) return;
    this.inARow += isTimeout ? 2 : 1;
    this.remember(false);
    const failures = this.remembered.filter((succeeded) => !succeeded).length;
    const isRatioBad = this.remembered.length === REMEMBERED && failures >= MAX_OF_REMEMBERED;
    if (permit.isProbe || this.inARow >= MAX_IN_A_ROW || isRatioBad) this.open();
  }

  private open(): void {
    const rest = Math.min(this.longestRestMs, FIRST_REST_MS * 2 ** this.rests);
    this.rests += 1;
    this.restsUntil = this.now() + rest / 2 + (rest / 2) * this.random();
    this.become('open');
  }

  private remember(succeeded: boolean): void {
    this.remembered.push(succeeded);
    if (this.remembered.length > REMEMBERED) this.remembered.shift();
  }

  private become(state: BreakerState): void {
    this.current = state;
    this.era += 1;
    this.inARow = 0;
    this.remembered = [];
    this.changed(state);
  }
}
