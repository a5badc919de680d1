import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { register } from 'prom-client';
import { ClerkTransport, type ClerkPriority } from '#libs/clerk';
import { type ClerkEmulator, generateSigningKeys, startClerkEmulator } from '@tenantry/clerk-emulator';

const KEYS = generateSigningKeys();

describe('requests to Clerk, with Clerk’s limits of a development instance enforced', () => {
  let clerk: ClerkEmulator;

  beforeEach(async () => {
    clerk = await startClerkEmulator({ port: 0, keys: KEYS, rateLimits: 'development' });
    register.resetMetrics();
  });
  afterEach(() => clerk.stop());

  const connect = (settings: { rateLimit: number; batchShare?: number }) =>
    new ClerkTransport({ apiUrl: clerk.url, secretKey: clerk.secretKey, ...settings });
  const page = (transport: ClerkTransport, priority: ClerkPriority, offset = 0) =>
    transport.send({
      priority,
      method: 'GET',
      path: '/users',
      operation: 'GET /users',
      query: { limit: 1, offset },
    });
  const outcomes = async (): Promise<Record<string, number>> => {
    const metric = await register.getSingleMetric('tenantry_clerk_requests_total')!.get();
    const counts: Record<string, number> = {};
    for (const { labels, value } of metric.values) {
      const outcome = String(labels['outcome']);
      counts[outcome] = (counts[outcome] ?? 0) + value;
    }
    return counts;
  };

  it('a walk over more pages than a window holds, with people served beside it, meets no 429', async () => {
    const transport = connect({ rateLimit: 100, batchShare: 0.9 });
    for (let offset = 0; offset < 115; offset += 1) {
      await page(transport, 'batch', offset);
      // Its slot is free at once: a walk never takes all of them.
      if (offset % 25 === 0) await page(transport, 'interactive');
    }
    expect(await outcomes()).toEqual({ ok: 120 });
  }, 120_000);

  it('without the pace the same requests would have been refused', async () => {
    const transport = connect({ rateLimit: 1_000 });
    const answers = await Promise.allSettled(
      Array.from({ length: 120 }, () => page(transport, 'interactive')),
    );
    expect(answers.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    expect((await outcomes())['rate_limited']).toBeGreaterThan(0);
  });

  it('limits that somebody else has used up are waited out as Clerk says, with one request and not with many', async () => {
    const headers = { Authorization: `Bearer ${clerk.secretKey}` };
    for (let used = 0; used < 101; used += 1) await fetch(`${clerk.url}/v1/instance`, { headers });
    clerk.control.advanceClock(7);
    const transport = connect({ rateLimit: 100 });
    await page(transport, 'batch');
    expect(await outcomes()).toEqual({ rate_limited: 1, ok: 1 });
  }, 120_000);

  it('a storm of 429 with Retry-After is sat out: few requests while it lasts, and the walk goes on after it', async () => {
    clerk.control.setFaults([{ match: 'GET /v1/users', status: 429, retryAfter: 1, times: 2 }]);
    const transport = connect({ rateLimit: 100, batchShare: 0.9 });
    const walks = await Promise.all([0, 1, 2].map((offset) => page(transport, 'batch', offset)));
    expect(walks).toHaveLength(3);
    const { ok, rate_limited: refused } = await outcomes();
    expect([ok, refused]).toEqual([3, 2]);
  });
});
