/** At most so many requests in any window of this length: the moments of the last ones, in a ring. */
export class RequestWindow {
  private readonly moments: Float64Array;
  private next = 0;
  private last = -Infinity;

  constructor(
    capacity: number,
    private readonly windowMs: number,
  ) {
    this.moments = new Float64Array(capacity).fill(-Infinity);
  }

  /** When the next request may be sent; not before `now`. */
  nextAt(now: number): number {
    return Math.max(now, this.last, (this.moments[this.next] ?? 0) + this.windowMs);
  }

  /** Takes that moment. */
  take(now: number): number {
    const at = this.nextAt(now);
    this.moments[this.next] = at;
    this.next = (this.next + 1) % this.moments.length;
    this.last = at;
    return at;
  }

  /** Whether nothing of it counts any more. */
  isIdle(now: number): boolean {
    return this.last + this.windowMs <= now;
  }
}
