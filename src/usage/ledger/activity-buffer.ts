import type { Activity } from '#auth';

/** Somebody at a place, with the first and the last moment since the last flush. */
export interface Sighting extends Activity {
  /** Milliseconds of the monotonic clock of this process. */
  readonly firstMs: number;
  lastMs: number;
}

/** A day begins on a quarter of an hour in every time zone there is. */
const QUARTER_MS = 900_000;
/** So close to one, what is known is not trusted: the clock of the database is only known to a few milliseconds. */
const BORDER_MS = 1_000;

/**
 * What was seen since the last flush, each person once per place. Who is written down for the quarter of an hour that
 * runs is not noted again. Knows the wall clock only as the database last told it.
 */
export class ActivityBuffer {
  private waiting = new Map<string, Sighting>();
  private readonly written = new Set<string>();
  private quarter = -1;
  /** What has to be added to the monotonic clock for the database's time; null until it was heard. */
  private databaseOffsetMs: number | null = null;

  /** @param capacity sightings that wait at most; more are counted as lost */
  constructor(private readonly capacity: number) {}

  lost = 0;

  get size(): number {
    return this.waiting.size;
  }

  /** @returns whether something waits that did not before */
  note(activity: Activity, nowMs: number): boolean {
    const key = keyOf(activity);
    const sighting = this.waiting.get(key);
    if (sighting !== undefined) {
      sighting.lastMs = nowMs;
      return false;
    }
    if (this.databaseOffsetMs !== null) {
      const time = nowMs + this.databaseOffsetMs;
      if (this.enter(Math.floor(time / QUARTER_MS)) && !isNearBorder(time) && this.written.has(key))
        return false;
    }
    if (this.waiting.size >= this.capacity) {
      this.lost += 1;
      return false;
    }
    this.waiting.set(key, { ...activity, firstMs: nowMs, lastMs: nowMs });
    return true;
  }

  /** Takes all that waits. */
  take(): Sighting[] {
    const taken = [...this.waiting.values()];
    this.waiting = new Map();
    return taken;
  }

  /** Tells that sightings are in the ledger, and what time the database had at that moment of the monotonic clock. */
  wrote(sightings: readonly Sighting[], databaseTime: Date, nowMs: number): void {
    this.databaseOffsetMs = databaseTime.getTime() - nowMs;
    this.enter(Math.floor(databaseTime.getTime() / QUARTER_MS));
    for (const sighting of sightings) {
      const quarter = Math.floor((sighting.lastMs + this.databaseOffsetMs) / QUARTER_MS);
      if (quarter === this.quarter) this.written.add(keyOf(sighting));
    }
  }

  /** Puts back what could not be written; what was seen since then is kept too. */
  giveBack(sightings: readonly Sighting[]): void {
    for (const sighting of sightings) {
      const key = keyOf(sighting);
      // The same object again: whoever tries to write it counts the tries by it.
      sighting.lastMs = this.waiting.get(key)?.lastMs ?? sighting.lastMs;
      this.waiting.set(key, sighting);
    }
  }

  /** @returns whether this quarter is the one that runs already */
  private enter(quarter: number): boolean {
    if (quarter === this.quarter) return true;
    this.quarter = quarter;
    this.written.clear();
    return false;
  }
}

function keyOf({ userId, organizationId, propertyId }: Activity): string {
  return `${userId}${organizationId ?? ''}${propertyId ?? ''}`;
}

function isNearBorder(timeMs: number): boolean {
  const into = timeMs % QUARTER_MS;
  return into < BORDER_MS || into > QUARTER_MS - BORDER_MS;
}
