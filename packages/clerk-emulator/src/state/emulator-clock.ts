/**
 * Time as the emulator sees it. `now` can be moved forward through the control panel and drives expiries, retries
 * and rate limits. `wall` is never moved: signatures and token times are compared with the receiver's own clock.
 */
export class EmulatorClock {
  private offsetMs = 0;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly source: () => number = Date.now) {}

  /** The moved clock, milliseconds since the epoch. */
  now(): number {
    return this.wall() + this.offsetMs;
  }

  /** The clock on the wall, milliseconds since the epoch. */
  wall(): number {
    return Math.floor(this.source());
  }

  /** How far the clock was moved, in milliseconds. */
  get offset(): number {
    return this.offsetMs;
  }

  /** Sets the distance from the wall clock, as kept from an earlier run. */
  restore(offsetMs: number): void {
    this.offsetMs = offsetMs;
    this.tellListeners();
  }

  /** Moves the clock forward. */
  advance(seconds: number): void {
    this.restore(this.offsetMs + Math.round(seconds * 1000));
  }

  /** Calls the listener each time the clock was moved. */
  onMove(listener: () => void): void {
    this.listeners.push(listener);
  }

  private tellListeners(): void {
    for (const listener of this.listeners) listener();
  }
}
