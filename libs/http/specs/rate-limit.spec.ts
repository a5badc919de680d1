import { Controller, Get } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Clock, FixedClock } from '#libs/time';
import { afterEach, describe, expect, it } from 'vitest';
import type { FastifyRequest } from 'fastify';
import request from 'supertest';
import { limitByAddress } from '../rate-limit/limit-by-address.js';
import { UserRateLimitGuard } from '../rate-limit/user-rate-limit.guard.js';
import { MemoryRateLimitStore, RateLimitStore, type RateLimitCount } from '../rate-limit/rate-limit-store.js';
import { RateLimiter } from '../rate-limit/rate-limiter.js';
import { RateLimits } from '../rate-limit/rate-limits.js';
import { addressBucket } from '../request/address-bucket.js';
import { CallerIdentity } from '../request/caller-identity.js';
import type { RateLimitSettings } from '../http-settings.js';
import { edgeSettings, startEdge, type Edge } from './edge.fixture.js';

/** A store as far away as a database, that counts how often it is asked. */
class DistantStore extends RateLimitStore {
  writes = 0;
  private readonly memory = new MemoryRateLimitStore(60);

  async add(key: string, requests: number): Promise<RateLimitCount> {
    this.writes += 1;
    await new Promise((resolve) => setTimeout(resolve, 1));
    return this.memory.add(key, requests);
  }
}

const policy = { name: 'address', quota: 600, windowSeconds: 60 };

async function allowedOf(
  limiters: readonly RateLimiter[],
  requests: number,
  parallel: number,
): Promise<number> {
  let allowed = 0;
  for (let sent = 0; sent < requests; sent += parallel) {
    const batch = Array.from({ length: parallel }, (_, i) =>
      limiters[(sent + i) % limiters.length]!.consume('k'),
    );
    for (const { isAllowed } of await Promise.all(batch)) if (isAllowed) allowed += 1;
  }
  return allowed;
}

describe('a rate limiter', () => {
  it.each([1, 7, 100, 900])('lets exactly the quota pass on one replica, %i at a time', async (parallel) => {
    expect(await allowedOf([new RateLimiter(policy, new DistantStore(), new Clock())], 900, parallel)).toBe(
      600,
    );
  });

  it.each([1, 7, 100, 900])('stays within one percent on two replicas, %i at a time', async (parallel) => {
    const store = new DistantStore();
    const replicas = [1, 2].map(() => new RateLimiter(policy, store, new Clock()));
    const allowed = await allowedOf(replicas, 900, parallel);
    expect(allowed).toBeGreaterThanOrEqual(594);
    expect(allowed).toBeLessThanOrEqual(606);
  });

  it('stays within one percent when one replica has not heard of the other for a while', async () => {
    const store = new DistantStore();
    const [busy, idle] = [1, 2].map(() => new RateLimiter(policy, store, new Clock()));
    await idle!.consume('k');
    const total = (await allowedOf([busy!], 900, 20)) + (await allowedOf([idle!], 100, 50)) + 1;
    expect(total).toBeLessThanOrEqual(606);
    expect(total).toBeGreaterThanOrEqual(594);
  });

  it('writes less often than it is asked, and not at all for a key over its quota', async () => {
    const store = new DistantStore();
    const limiter = new RateLimiter({ ...policy, quota: 2_000 }, store, new Clock());
    await allowedOf([limiter], 1_000, 10);
    expect(store.writes).toBeLessThan(250);
    await allowedOf([limiter], 2_000, 10);
    const before = store.writes;
    await allowedOf([limiter], 1_000, 10);
    expect(store.writes).toBe(before);
  });

  it('starts anew when the window ends', async () => {
    const clock = new FixedClock(new Date('2026-11-21T09:00:00Z'));
    const limiter = new RateLimiter({ ...policy, quota: 2 }, new FreshStore(), clock);
    await limiter.consume('k');
    await limiter.consume('k');
    expect(await limiter.consume('k')).toMatchObject({ isAllowed: false, remaining: 0, resetSeconds: 60 });
    clock.advanceSeconds(60);
    expect(await limiter.consume('k')).toMatchObject({ isAllowed: true, remaining: 1 });
  });

  it('goes on for itself when the store fails', async () => {
    const failing = new (class extends RateLimitStore {
      add(): Promise<RateLimitCount> {
        return Promise.reject(new Error('gone'));
      }
    })();
    expect(await allowedOf([new RateLimiter(policy, failing, new Clock())], 900, 9)).toBe(600);
  });
});

/** Counts for one window after another, without a clock of its own. */
class FreshStore extends RateLimitStore {
  private consumed = 0;

  add(_key: string, requests: number): Promise<RateLimitCount> {
    this.consumed = this.consumed >= 2 ? requests : this.consumed + requests;
    return Promise.resolve({ consumed: this.consumed, msUntilReset: 60_000 });
  }
}

describe('an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff::', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is counted as %s', (address, bucket) => {
    expect(addressBucket(address)).toBe(bucket);
  });
});

describe('the limits over HTTP', () => {
  @Controller()
  class PingController {
    @Get('ping')
    ping(): object {
      return {};
    }

    @Get('health/live')
    live(): object {
      return {};
    }
  }

  class HeaderCaller extends CallerIdentity {
    idOf(incoming: FastifyRequest): string | undefined {
      const user = incoming.headers['x-user'];
      return typeof user === 'string' ? user : undefined;
    }
  }

  let edge: Edge | undefined;
  afterEach(() => edge?.close());

  async function start(overrides: Partial<RateLimitSettings>): Promise<Edge> {
    const settings = edgeSettings({ rateLimit: { ...edgeSettings().rateLimit, ...overrides } });
    const limits = new RateLimits(settings, new MemoryRateLimitStore(60), new Clock());
    edge = await startEdge(
      {
        controllers: [PingController],
        providers: [
          { provide: RateLimits, useValue: limits },
          { provide: CallerIdentity, useClass: HeaderCaller },
          { provide: APP_GUARD, useClass: UserRateLimitGuard },
        ],
      },
      {
        settings,
        prepare: (app) => {
          limitByAddress(app, limits);
        },
      },
    );
    return edge;
  }

  it('refuse an address over its quota, whatever path, method or X-Forwarded-For it uses', async () => {
    const { url } = await start({ perAddress: 3 });
    await request(url).get('/ping').expect(200);
    await request(url).head('/ping').expect(200);
    await request(url).get('/nothing').expect(404);
    const refused = await request(url).get('/ping').set('x-forwarded-for', '203.0.113.9').expect(429);
    expect(refused.body.code).toBe('too_many_requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['ratelimit-policy']).toBe('"address";q=3;w=60');
    expect(refused.headers.ratelimit).toMatch(/^"address";r=0;t=\d+$/);
    await request(url).get('/health/live').expect(200);
  });

  it('count a user for himself, behind the same address', async () => {
    const { url } = await start({ perUser: 2 });
    const call = (user: string) => request(url).get('/ping').set('x-user', user);
    expect((await call('ann').expect(200)).headers.ratelimit).toMatch(
      /^"address";r=\d+;t=\d+, "user";r=1;t=\d+$/,
    );
    await call('ann').expect(200);
    await call('ann').expect(429);
    await call('ben').expect(200);
  });

  it('can be switched off', async () => {
    const { url } = await start({ enabled: false, perAddress: 1 });
    for (let i = 0; i < 5; i += 1) {
      expect((await request(url).get('/ping').expect(200)).headers.ratelimit).toBeUndefined();
    }
  });
});
