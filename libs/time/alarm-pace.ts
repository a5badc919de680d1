const EVERY_MS = 60_000;

/** Lets what goes wrong again and again be told once a minute, which is enough to be heard. */
export class AlarmPace {
  private toldAt = Number.NEGATIVE_INFINITY;

  /** Whether it is time to tell; if so, the next time is a minute later. */
  isDue(): boolean {
    if (performance.now() - this.toldAt < EVERY_MS) return false;
    this.toldAt = performance.now();
    return true;
  }
}
