import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import { httpErrors } from '../errors/http-errors.js';

/** What all replicas together have counted for a key. */
export interface RateLimitCount {
  readonly consumed: number;
  readonly msUntilReset: number;
}

/** Counts requests for all replicas; a port. */
export abstract class RateLimitStore {
  /** Adds requests to the current window of a key and gives the new total. */
  abstract add(key: string, requests: number): Promise<RateLimitCount>;
}

/** The part of `pg`'s Pool that is used. */
interface SqlPool {
  query(statement: { text: string; values?: unknown[]; name?: string }): Promise<unknown>;
}

// As long as the pool lets anybody wait for a connection: no request stands still for a count.
const TIMEOUT_MS = 1_000;

/** Counts in the memory of this process only: for tests, and in place of a database that does not answer. */
export class MemoryRateLimitStore extends RateLimitStore {
  private readonly limiter: RateLimiterMemory;

  constructor(windowSeconds: number) {
    super();
    this.limiter = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: windowSeconds });
  }

  async add(key: string, requests: number): Promise<RateLimitCount> {
    const { consumedPoints, msBeforeNext } = await this.limiter.penalty(key, requests);
    return { consumed: consumedPoints, msUntilReset: msBeforeNext };
  }
}

/**
 * Counts in the table `rate_limits (key varchar(255) primary key, points integer not null default 0, expire bigint)`,
 * made by a migration. While the database does not answer, this process counts for itself.
 */
export class PostgresRateLimitStore extends RateLimitStore {
  private readonly limiter: RateLimiterPostgres;

  constructor(pool: SqlPool, windowSeconds: number) {
    super();
    const limits = { points: Number.MAX_SAFE_INTEGER, duration: windowSeconds };
    this.limiter = new RateLimiterPostgres({
      ...limits,
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: '',
      insuranceLimiter: new RateLimiterMemory(limits),
    });
  }

  /** @throws AppError 503 `unavailable` when a database that is there does not answer within a second */
  async add(key: string, requests: number): Promise<RateLimitCount> {
    const answered = new AbortController();
    const lateness = sleep(TIMEOUT_MS, undefined, { signal: answered.signal, ref: false }).then(() => {
      throw httpErrors.unavailable({
        headers: { 'retry-after': '2' },
        cause: new Error('the database does not count in time'),
      });
    });
    try {
      const count = await Promise.race([this.limiter.penalty(key, requests), lateness]);
      return { consumed: count.consumedPoints, msUntilReset: count.msBeforeNext };
    } finally {
      answered.abort();
    }
  }
}
