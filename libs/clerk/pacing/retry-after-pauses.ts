/** A server with trouble is asked again once a minute at the latest, whatever it says. */
const MAX_MS = 60_000;

/**
 * Pauses that Clerk has asked for by `Retry-After`, kept for everybody who would ask the same: one answer is enough to
 * know. Such a pause is no proof that we were too fast; Clerk's outages answer 429 as well.
 */
export class RetryAfterPauses {
  private readonly until = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  remember(key: string, seconds: number): void {
    const now = this.now();
    for (const [known, until] of this.until) if (until <= now) this.until.delete(known);
    const until = now + Math.min(MAX_MS, seconds * 1000);
    this.until.set(key, Math.max(until, this.until.get(key) ?? 0));
  }

  /** Milliseconds left; 0 when one may ask. */
  leftMs(key: string): number {
    return Math.max(0, (this.until.get(key) ?? 0) - this.now());
  }
}
