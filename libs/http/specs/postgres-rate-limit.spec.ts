import { Clock } from '#libs/time';
import { withDatabase } from '@tenantry/local-postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { PostgresRateLimitStore } from '../rate-limit/rate-limit-store.js';
import { RateLimiter } from '../rate-limit/rate-limiter.js';

const schema = `rate_limit_spec_${process.pid}`;
const superuserUrl = process.env.TEST_DATABASE_SUPERUSER_URL ?? '';
let pools: pg.Pool[] = [];

beforeAll(async () => {
  const connectionString = withDatabase(superuserUrl, 'postgres');
  pools = [1, 2].map(() => new pg.Pool({ connectionString, max: 4, options: `-c search_path=${schema}` }));
  await pools[0]!.query(`CREATE SCHEMA ${schema}`);
  await pools[0]!.query(
    'CREATE TABLE rate_limits (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint)',
  );
});

afterAll(async () => {
  await pools[0]!.query(`DROP SCHEMA ${schema} CASCADE`);
  await Promise.all(pools.map((pool) => pool.end()));
});

const policy = { name: 'address', quota: 400, windowSeconds: 60 };

describe('the limits in PostgreSQL', () => {
  it('are shared by two replicas, each with its own connections, within one percent', async () => {
    const replicas = pools.map(
      (pool) => new RateLimiter(policy, new PostgresRateLimitStore(pool, 60), new Clock()),
    );
    let allowed = 0;
    for (let round = 0; round < 12; round += 1) {
      const batch = Array.from({ length: 50 }, (_, i) => replicas[i % 2]!.consume('shared'));
      for (const { isAllowed } of await Promise.all(batch)) if (isAllowed) allowed += 1;
    }
    expect(allowed).toBeGreaterThanOrEqual(396);
    expect(allowed).toBeLessThanOrEqual(404);
  });

  it('hold for a replica that starts in the middle of a window', async () => {
    const first = new RateLimiter(
      { ...policy, quota: 5 },
      new PostgresRateLimitStore(pools[0]!, 60),
      new Clock(),
    );
    for (let i = 0; i < 5; i += 1) expect((await first.consume('late')).isAllowed).toBe(true);
    const second = new RateLimiter(
      { ...policy, quota: 5 },
      new PostgresRateLimitStore(pools[1]!, 60),
      new Clock(),
    );
    expect((await second.consume('late')).isAllowed).toBe(false);
  });

  it('are kept by each replica for itself while the database is away', async () => {
    const gone = new pg.Pool({
      connectionString: 'postgres://nobody@127.0.0.1:1/none',
      connectionTimeoutMillis: 500,
    });
    const limiter = new RateLimiter(
      { ...policy, quota: 5 },
      new PostgresRateLimitStore(gone, 60),
      new Clock(),
    );
    const decisions = [];
    for (let i = 0; i < 8; i += 1) decisions.push((await limiter.consume('x')).isAllowed);
    expect(decisions.filter(Boolean)).toHaveLength(5);
    await gone.end();
  });

  it('are kept by each replica for itself while the database is there and does not answer', async () => {
    const silent = { query: () => new Promise<never>(() => undefined) };
    const limiter = new RateLimiter(
      { ...policy, quota: 5 },
      new PostgresRateLimitStore(silent, 60),
      new Clock(),
    );
    const decisions = await Promise.all(Array.from({ length: 8 }, () => limiter.consume('x')));
    expect(decisions.filter(({ isAllowed }) => isAllowed)).toHaveLength(5);
  });
});
