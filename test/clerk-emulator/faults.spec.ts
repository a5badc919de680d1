import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClerkClient } from '@clerk/backend';
import { startClerkEmulator, type ClerkEmulator } from '@tenantry/clerk-emulator';
import { request, sdkFor, TEST_KEYS } from './sdk-client.js';

describe('faults', () => {
  let clerk: ClerkEmulator;
  let sdk: ClerkClient;

  beforeAll(async () => {
    clerk = await startClerkEmulator({ port: 0, keys: TEST_KEYS, rateLimits: 'off' });
    sdk = sdkFor(clerk);
    await clerk.control.seed({ users: 8 });
  });
  afterEach(() => {
    clerk.control.clearFaults();
  });
  afterAll(() => clerk.stop());

  it('answer with a status in Clerk’s shape, so often', async () => {
    clerk.control.setFaults([{ match: 'GET /v1/users/*', status: 429, retryAfter: 7, times: 2 }]);
    for (let time = 0; time < 2; time++) {
      await expect(sdk.users.getUser('user_x')).rejects.toMatchObject({
        status: 429,
        retryAfter: 7,
        errors: [{ code: 'too_many_requests' }],
      });
    }
    await expect(sdk.users.getUser('user_x')).rejects.toMatchObject({ status: 404 });
  });

  it('strike by whole path, by prefix and by expression only what they name', async () => {
    const hits = async (match: string, path: string): Promise<boolean> => {
      clerk.control.clearFaults();
      clerk.control.setFaults([{ match, status: 503 }]);
      return (await request(clerk, 'GET', path)).status === 503;
    };
    expect(await hits('GET /v1/users', '/v1/users')).toBe(true);
    expect(await hits('GET /v1/users', '/v1/users/count')).toBe(false);
    expect(await hits('POST /v1/users', '/v1/users')).toBe(false);
    expect(await hits('/v1/users', '/v1/users/count')).toBe(true);
    expect(await hits('/v1/users', '/v1/organizations')).toBe(false);
    expect(await hits('GET /v1/**/count', '/v1/users/count')).toBe(true);
    expect(await hits('~^GET /v1/(users|organizations)$', '/v1/organizations')).toBe(true);
    expect(await hits('/', '/emulator/state')).toBe(false);
  });

  it('wait before they let the request through', async () => {
    clerk.control.setFaults([{ match: '/v1/users', latencyMs: 150 }]);
    const started = performance.now();
    expect((await request(clerk, 'GET', '/v1/users')).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(140);
  });

  it('hang without an answer and without an effect', async () => {
    clerk.control.setFaults([{ match: 'POST /v1/users', hang: true }]);
    const call = fetch(`${clerk.url}/v1/users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${clerk.secretKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email_address: ['hung@example.test'] }),
      signal: AbortSignal.timeout(200),
    });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await sdk.users.getCount({ emailAddress: ['hung@example.test'] })).toBe(0);
  });

  it('cut the connection after the effect', async () => {
    clerk.control.setFaults([{ match: 'POST /v1/users', dropResponse: true }]);
    await expect(sdk.users.createUser({ emailAddress: ['cut@example.test'] })).rejects.toThrow();
    expect(await sdk.users.getCount({ emailAddress: ['cut@example.test'] })).toBe(1);
  });

  it('spoil lists: empty, half, repeated, HTML, torn', async () => {
    const before = (await request(clerk, 'GET', '/v1/users?limit=100')).body.length as number;
    const spoiled = async (
      answer: 'emptyList' | 'halfList' | 'repeatedList' | 'html' | 'truncated',
    ): Promise<string> => {
      clerk.control.clearFaults();
      clerk.control.setFaults([{ match: 'GET /v1/users', answer }]);
      const response = await fetch(`${clerk.url}/v1/users?limit=100`, {
        headers: { authorization: `Bearer ${clerk.secretKey}` },
      });
      expect(response.status).toBe(200);
      return response.text();
    };
    expect(JSON.parse(await spoiled('emptyList'))).toEqual([]);
    expect(JSON.parse(await spoiled('halfList'))).toHaveLength(Math.floor(before / 2));
    expect(JSON.parse(await spoiled('repeatedList'))).toHaveLength(before * 2);
    expect(await spoiled('html')).toMatch(/^<!doctype html>/);
    const torn = await spoiled('truncated');
    expect(() => JSON.parse(torn)).toThrow();
  });

  it('strike by chance, the same requests for the same seed', async () => {
    const run = async (seed: number): Promise<number[]> => {
      clerk.control.clearFaults();
      clerk.control.setFaults([{ match: 'GET /v1/users', status: 500, probability: 0.4, seed }]);
      const statuses = [];
      for (let index = 0; index < 30; index++)
        statuses.push((await request(clerk, 'GET', '/v1/users')).status);
      return statuses;
    };
    const first = await run(3);
    expect(first).toEqual(expect.arrayContaining([200, 500]));
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
  });
});
