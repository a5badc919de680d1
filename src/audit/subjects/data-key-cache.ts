import type { DataKey } from '#libs/personal-data';
import type { Clock } from '#libs/time';

const MOST = 10_000;
const LIFETIME_MS = 60_000;

/**
 * Keys for sealing, kept for a minute so that an audit row costs no look-up. Never used for reading: a key that another
 * replica has shredded meanwhile may seal a value that nobody can open, but opens nothing.
 */
export class DataKeyCache {
  private readonly entries = new Map<string, { key: DataKey; until: number }>();

  constructor(private readonly clock: Clock) {}

  find(userId: string): DataKey | undefined {
    const entry = this.entries.get(userId);
    if (entry === undefined) return undefined;
    if (entry.until > this.clock.nowMs()) return entry.key;
    this.entries.delete(userId);
    return undefined;
  }

  keep(userId: string, key: DataKey): void {
    if (this.entries.size >= MOST) {
      const oldest = this.entries.keys().next();
      if (!oldest.done) this.entries.delete(oldest.value);
    }
    this.entries.set(userId, { key, until: this.clock.nowMs() + LIFETIME_MS });
  }

  forget(userId: string): void {
    this.entries.delete(userId);
  }
}
