/** The wall clock. Inject it wherever a rule depends on "now". */
export class Clock {
  /** The present moment. */
  now(): Date {
    return new Date();
  }

  /** Milliseconds since the Unix epoch. */
  nowMs(): number {
    return this.now().getTime();
  }
}

/** A clock that stands still until it is told to move; for tests. */
export class FixedClock extends Clock {
  constructor(private moment: Date) {
    super();
  }

  override now(): Date {
    return new Date(this.moment);
  }

  /** Moves the clock forward. */
  advanceSeconds(seconds: number): void {
    this.moment = new Date(this.moment.getTime() + seconds * 1000);
  }
}
