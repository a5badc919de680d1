import { Clock } from './clock.js';

/** Milliseconds of a clock that only ever goes forward, such as `performance.now()`. */
type Stopwatch = () => number;

const TRIES = 3;

/**
 * Tells the time of the database, so that replicas whose own clocks differ decide alike. Between two comparisons it goes
 * on by a stopwatch, so that a wall clock that is set does not move it. It may lag behind the database by a round trip
 * and is never ahead of it: what was just written here is not in the future there.
 */
export class DatabaseClock extends Clock {
  private offsetMs: number | null = null;
  private isPinned = false;

  /** A clock that no comparison moves, for tests that move time themselves. */
  static pinnedTo(clock: Clock): DatabaseClock {
    const pinned = new DatabaseClock(clock);
    pinned.isPinned = true;
    return pinned;
  }

  /** @param wall the clock of this machine: what counts until the database was asked, and what {@link skewMs} is about */
  constructor(
    private readonly wall: Clock = new Clock(),
    private readonly stopwatch: Stopwatch = () => performance.now(),
  ) {
    super();
  }

  override now(): Date {
    return this.offsetMs === null ? this.wall.now() : new Date(Math.floor(this.stopwatch() + this.offsetMs));
  }

  /** How far this machine's clock is ahead of the database; negative when it is behind. */
  get skewMs(): number {
    return this.offsetMs === null ? 0 : this.wall.nowMs() - this.nowMs();
  }

  /** @param ask what time the database has. @throws its error */
  async compare(ask: () => Promise<Date>): Promise<void> {
    if (this.isPinned) return;
    const offsets: number[] = [];
    for (let turn = 0; turn < TRIES; turn += 1) {
      const time = await ask();
      offsets.push(time.getTime() - this.stopwatch());
    }
    // Each is too small by the time that the answer took; the quickest answer is the closest.
    this.offsetMs = Math.max(...offsets);
  }
}
