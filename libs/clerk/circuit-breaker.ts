/** As much failure in a row opens the breaker; a timeout counts double, since it has cost somebody seconds. */
const MAX_IN_A_ROW = 6;
const REMEMBERED = 20;
const MAX_OF_REMEMBERED = 10;
const FIRST_COOLDOWN_MS = 1_000;

export type BreakerState = 'closed' | 'half_open' | 'open';

/** Proof that a request may be sent; handed back with how it went. */
export interface BreakerPermit {
  readonly isProbe: boolean;
  /** What was admitted before the breaker changed its state says nothing about the state since. */
  readonly generation: number;
}

/**
 * Stops asking a part of Clerk that does not answer: opens after failures in a row or when half of the last twenty
 * failed, lets one request at a time through after a cooldown, and closes with its success. Each failed probe doubles
 * the cooldown, up to the longest one; cooldowns are jittered so that replicas do not come back together.
 */
export class CircuitBreaker {
  private generation = 0;
  private current: BreakerState = 'closed';
  private inARow = 0;
  private remembered: boolean[] = [];
  private cooldowns = 0;
  private coolsUntil = 0;

  /** @param maxCooldownMs 0: it never opens */
  constructor(
    private readonly now: () => number,
    private readonly maxCooldownMs: number,
    private readonly random: () => number = Math.random,
    private readonly changed: (state: BreakerState) => void = () => undefined,
  ) {}

  get state(): BreakerState {
    return this.current;
  }

  /** Milliseconds for which nothing may be sent; 0 when something may. While a probe is under way, a little. */
  cooldownMs(): number {
    if (this.current === 'closed') return 0;
    if (this.current === 'half_open') return FIRST_COOLDOWN_MS;
    return Math.max(0, this.coolsUntil - this.now());
  }

  /** @returns null while nothing may be sent */
  admit(): BreakerPermit | null {
    if (this.cooldownMs() > 0) return null;
    if (this.current === 'closed') return { isProbe: false, generation: this.generation };
    this.become('half_open');
    return { isProbe: true, generation: this.generation };
  }

  succeeded(permit: BreakerPermit): void {
    if (permit.generation !== this.generation) return;
    if (permit.isProbe) {
      this.cooldowns = 0;
      this.become('closed');
      return;
    }
    this.inARow = 0;
    this.remember(true);
  }

  failed(permit: BreakerPermit, { isTimeout = false } = {}): void {
    if (permit.generation !== this.generation || this.maxCooldownMs === 0) return;
    this.inARow += isTimeout ? 2 : 1;
    this.remember(false);
    const failures = this.remembered.filter((succeeded) => !succeeded).length;
    const isRatioBad = this.remembered.length === REMEMBERED && failures >= MAX_OF_REMEMBERED;
    if (permit.isProbe || this.inARow >= MAX_IN_A_ROW || isRatioBad) this.open();
  }

  private open(): void {
    const cooldown = Math.min(this.maxCooldownMs, FIRST_COOLDOWN_MS * 2 ** this.cooldowns);
    this.cooldowns += 1;
    this.coolsUntil = this.now() + cooldown / 2 + (cooldown / 2) * this.random();
    this.become('open');
  }

  private remember(succeeded: boolean): void {
    this.remembered.push(succeeded);
    if (this.remembered.length > REMEMBERED) this.remembered.shift();
  }

  private become(state: BreakerState): void {
    this.current = state;
    this.generation += 1;
    this.inARow = 0;
    this.remembered = [];
    this.changed(state);
  }
}
