import type { KeyObject } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { poolOf } from '#libs/database';
import { deriveKey, hiddenSubject, PostgresRateLimitStore, type RateLimitStore } from '#libs/http';
import type { Environment } from '#settings';

const WINDOW_SECONDS = 15 * 60;

/** How many there were in a window of a quarter of an hour, with this one. */
export interface CountedAttempts {
  readonly count: number;
  /** When to come again. */
  readonly headers: { readonly 'retry-after': string };
}

/** Counts attempts of all replicas; whose they are is hidden by a keyed hash. */
export class AttemptCounter {
  private readonly store: RateLimitStore;
  private readonly key: KeyObject;

  /** @param purpose tells its key apart from those of other counters */
  constructor(dataSource: DataSource, environment: Environment, purpose: string) {
    this.store = new PostgresRateLimitStore(poolOf(dataSource), WINDOW_SECONDS);
    this.key = deriveKey(environment.masterKey, purpose);
  }

  /** @param points -1 takes one back */
  async add(kind: string, subject: string, points = 1): Promise<CountedAttempts> {
    const { consumed, msUntilReset } = await this.store.add(hiddenSubject(this.key, kind, subject), points);
    const seconds = Math.max(1, Math.ceil(msUntilReset / 1_000));
    return { count: consumed, headers: { 'retry-after': String(seconds) } };
  }
}
