import { afterEach, describe, expect, it } from 'vitest';
import { startClerkEmulator, type ClerkEmulator, type ClerkEmulatorOptions } from '@tenantry/clerk-emulator';
import { request, sdkFor, TEST_KEYS } from './sdk-client.js';

describe('rate limits', () => {
  let clerk: ClerkEmulator;
  const start = async (options: ClerkEmulatorOptions = {}): Promise<void> => {
    clerk = await startClerkEmulator({ port: 0, keys: TEST_KEYS, ...options });
  };
  afterEach(() => clerk.stop());

  const statuses = async (count: number, path: string, method = 'GET', body?: unknown): Promise<number[]> => {
    const answers = await Promise.all(
      Array.from({ length: count }, () => request(clerk, method, path, body)),
    );
    return answers.map(({ status }) => status);
  };
  const refused = (list: number[]): number => list.filter((status) => status === 429).length;

  it('are those of production by default: 1000 requests in ten seconds', async () => {
    await start();
    expect(refused(await statuses(1_010, '/v1/instance'))).toBe(10);
    clerk.control.advanceClock(10);
    expect(await statuses(1, '/v1/instance')).toEqual([200]);
  });

  it('are lower for development, and can be off', async () => {
    await start({ rateLimits: 'development' });
    expect(refused(await statuses(105, '/v1/instance'))).toBe(5);
    await clerk.stop();
    await start({ enforceRateLimits: false });
    expect(refused(await statuses(1_010, '/v1/instance'))).toBe(0);
  });

  it('answer with Retry-After and Clerk’s code, which the SDK hands on', async () => {
    await start({ rateLimits: 'development' });
    await statuses(100, '/v1/instance');
    await expect(sdkFor(clerk).users.getCount()).rejects.toMatchObject({
      status: 429,
      retryAfter: expect.any(Number),
      errors: [{ code: 'too_many_requests' }],
    });
  });

  it('never hold for the JWKS', async () => {
    await start({ rateLimits: 'development' });
    expect(refused(await statuses(150, '/v1/jwks'))).toBe(0);
  });

  it('count changes of each user, organization and membership on their own', async () => {
    await start();
    const { id } = clerk.control.ensureUser({ email: 'a@example.test' });
    const other = clerk.control.ensureUser({ email: 'b@example.test' });
    const { id: organizationId } = clerk.control.ensureOrganization({ name: 'H', slug: 'h', createdBy: id });
    for (const path of [`/v1/users/${id}/metadata`, `/v1/organizations/${organizationId}/metadata`]) {
      expect(refused(await statuses(12, path, 'PATCH', { public_metadata: {} }))).toBe(2);
    }
    const membership = `/v1/organizations/${organizationId}/memberships/${id}/metadata`;
    expect(refused(await statuses(12, membership, 'PATCH', { public_metadata: {} }))).toBe(2);
    expect(refused(await statuses(1, `/v1/users/${other.id}`, 'PATCH', { first_name: 'B' }))).toBe(0);
  });

  it('allow 250 invitations to an organization and 50 in bulk an hour', async () => {
    await start();
    const { id } = clerk.control.ensureUser({ email: 'a@example.test' });
    const { id: organizationId } = clerk.control.ensureOrganization({ name: 'H', slug: 'h', createdBy: id });
    const path = `/v1/organizations/${organizationId}/invitations`;
    expect(refused(await statuses(252, path, 'POST', {}))).toBe(2);
    expect(refused(await statuses(52, `${path}/bulk`, 'POST', []))).toBe(2);
    clerk.control.advanceClock(3_600);
    expect(refused(await statuses(1, path, 'POST', {}))).toBe(0);
  });

  it('allow 100 invitations to the application and 25 in bulk an hour, whoever is invited', async () => {
    await start();
    expect(refused(await statuses(102, '/v1/invitations', 'POST', {}))).toBe(2);
    expect(refused(await statuses(27, '/v1/invitations/bulk', 'POST', []))).toBe(2);
    clerk.control.advanceClock(3_600);
    expect(refused(await statuses(1, '/v1/invitations', 'POST', {}))).toBe(0);
  });

  it('allow five sign-ins or sign-ups in ten seconds from one address', async () => {
    await start();
    expect(refused(await statuses(7, '/v1/client/sign_ins', 'POST', {}))).toBe(2);
    clerk.control.advanceClock(10);
    expect(refused(await statuses(1, '/v1/client/sign_ins', 'POST', {}))).toBe(0);
  });
});
