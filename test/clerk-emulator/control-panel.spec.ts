import { request as httpRequest } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startClerkEmulator, type ClerkEmulator } from '@tenantry/clerk-emulator';
import { request, TEST_KEYS } from './sdk-client.js';

describe('the control panel', () => {
  let clerk: ClerkEmulator;
  let port: number;

  beforeAll(async () => {
    clerk = await startClerkEmulator({ port: 0, host: '0.0.0.0', keys: TEST_KEYS, rateLimits: 'off' });
    port = Number(new URL(clerk.url).port);
  });
  afterAll(() => clerk.stop());

  /** A request with headers that `fetch` would not let through. */
  function status(
    headers: Record<string, string>,
    path = '/emulator/state',
    host = '127.0.0.1',
  ): Promise<number> {
    return new Promise((done, failed) => {
      httpRequest({ host, port, path, headers }, (response) => {
        response.resume();
        done(response.statusCode ?? 0);
      })
        .on('error', failed)
        .end();
    });
  }
  const post = (path: string, body: unknown): ReturnType<typeof request> =>
    request({ ...clerk, url: `http://127.0.0.1:${port}` }, 'POST', `/emulator${path}`, body);

  it('answers programs on this machine', async () => {
    expect(await status({})).toBe(200);
    expect(await status({ host: `localhost:${port}` })).toBe(200);
    expect(await status({ origin: `http://127.0.0.1:${port}` })).toBe(200);
  });

  it.each([
    ['a foreign origin', { origin: 'https://evil.test' }],
    ['an opaque origin', { origin: 'null' }],
    ['a name rebound to this machine', { host: 'evil.test' }],
    ['a request across sites', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses %s, for the panel and the page', async (_what, headers) => {
    expect(await status(headers)).toBe(403);
    expect(await status(headers, '/')).toBe(403);
  });

  it('refuses other machines', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal);
    if (!outside) return;
    expect(await status({ host: '127.0.0.1' }, '/emulator/state', outside.address)).toBe(403);
  });

  it('names the field of a bad request', async () => {
    const field = async (path: string, body: unknown): Promise<unknown[]> => {
      const answer = await post(path, body);
      return [answer.status, answer.body.errors[0].meta?.param_name ?? answer.body.errors[0].code];
    };
    expect(await field('/tokens', { user: 'x' })).toEqual([422, 'user']);
    expect(await field('/tokens', {})).toEqual([422, 'form_param_missing']);
    expect(await field('/tokens', { userId: 'user_nobody' })).toEqual([404, 'resource_not_found']);
    expect(await field('/seed', { users: -1 })).toEqual([422, 'users']);
    expect(await field('/seed', { users: 'many' })).toEqual([422, 'users']);
    expect(await field('/webhooks', { url: 'file:///etc/passwd' })).toEqual([422, 'url']);
    expect(await field('/webhooks', { secret: 'plain' })).toEqual([422, 'secret']);
    expect(await field('/webhooks/emit', { type: 'user.sneezed' })).toEqual([422, 'type']);
    expect(await field('/faults', [{ match: 'no path' }])).toEqual([422, 'match']);
    expect(await field('/faults', { webhooks: { drop: 2 } })).toEqual([422, 'drop']);
    expect(await field('/clock', { advanceSeconds: -5 })).toEqual([422, 'form_param_value_invalid']);
    expect(await field('/clock', {})).toEqual([422, 'advanceSeconds']);
  });

  it('mints tokens by e-mail address and refuses an organization without membership', async () => {
    clerk.control.ensureUser({ email: 'ada@example.test' });
    const { body } = await post('/tokens', { email: 'Ada@example.test' });
    expect(body).toEqual({ jwt: expect.stringMatching(/^ey/), sessionId: expect.stringMatching(/^sess_/) });
    const { id } = clerk.control.ensureOrganization({ name: 'Foreign', slug: 'foreign' });
    expect((await post('/tokens', { email: 'ada@example.test', organizationId: id })).status).toBe(403);
  });

  it('accepts an invitation once, and not a revoked one', async () => {
    const owner = clerk.control.ensureUser({ email: 'owner@example.test' }).id;
    const { id } = clerk.control.ensureOrganization({ name: 'Harbour', slug: 'harbour', createdBy: owner });
    const invite = async (email_address: string): Promise<string> => {
      const local = { ...clerk, url: `http://127.0.0.1:${port}` };
      return (
        await request(local, 'POST', `/v1/organizations/${id}/invitations`, {
          email_address,
          role: 'org:member',
        })
      ).body.id;
    };
    const first = await invite('new@guest.test');
    const accepted = await post(`/invitations/${first}/accept`, { firstName: 'Nia', lastName: 'Guest' });
    expect(accepted.body.userId).toMatch(/^user_/);
    const user = clerk.control.state().users.find((candidate) => candidate['id'] === accepted.body.userId);
    expect(user).toMatchObject({
      first_name: 'Nia',
      email_addresses: [
        { email_address: 'new@guest.test', verification: { status: 'verified', strategy: 'ticket' } },
      ],
    });
    expect((await post(`/invitations/${first}/accept`, {})).status).toBe(409);
    expect((await post('/invitations/orginv_nothing/accept', {})).status).toBe(404);
    const known = await invite('someone@guest.test');
    const again = await post(`/invitations/${known}/accept`, { emailAddress: 'ada@example.test' });
    const ada = clerk.control.ensureUser({ email: 'ada@example.test' });
    expect([again.body.userId, ada.created]).toEqual([ada.id, false]);
  });

  it('makes up people and organizations, the same for the same seed', async () => {
    const run = async (): Promise<unknown[]> => {
      await post('/reset', {});
      expect(
        (await post('/seed', { users: 40, organizations: 3, membershipsPerOrganization: 5, seed: 9 })).body,
      ).toEqual({
        users: 40,
        organizations: 3,
        memberships: 15,
      });
      const { users, organizationMemberships } = clerk.control.state();
      expect(organizationMemberships).toHaveLength(15);
      return users.map(({ first_name, last_name, external_id }) => [first_name, last_name, external_id]);
    };
    expect(await run()).toEqual(await run());
  });

  it('forgets everything at a reset but its keys', async () => {
    clerk.control.ensureUser({ email: 'ada@example.test' });
    clerk.control.advanceClock(100);
    expect((await post('/reset', {})).status).toBe(204);
    const state = clerk.control.state();
    expect([state.users, state.organizations, state.sessions]).toEqual([[], [], []]);
    expect(state.roles.map(({ key }) => key)).toEqual(['org:admin', 'org:member']);
    expect(Math.abs(clerk.control.now() - Date.now())).toBeLessThan(1_000);
  });
});
