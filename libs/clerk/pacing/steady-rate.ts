/** Requests at an even pace (the generic cell rate algorithm), so that a long walk never comes as a burst. */
export class SteadyRate {
  private readonly intervalMs: number;
  private readonly toleranceMs: number;
  private due = -Infinity;

  /** @param burst requests that may follow each other at once after a pause; they count towards `perWindow` */
  constructor(perWindow: number, windowMs: number, burst: number) {
    const extra = Math.min(burst, Math.max(1, perWindow / 2)) - 1;
    this.intervalMs = windowMs / (perWindow - extra);
    this.toleranceMs = extra * this.intervalMs;
  }

  nextAt(now: number): number {
    return Math.max(now, this.due - this.toleranceMs);
  }

  take(now: number): number {
    const at = this.nextAt(now);
    this.due = Math.max(at, this.due) + this.intervalMs;
    return at;
  }
}
