import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Webhook } from 'svix';
import { startClerkEmulator, type ClerkEmulator, type ClerkEmulatorOptions } from '@tenantry/clerk-emulator';
import { sdkFor, TEST_KEYS } from './sdk-client.js';
import { WEBHOOK_SECRET } from './test-secret.js';
import { WebhookReceiver } from './webhook-receiver.js';

const SCHEDULE_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];

describe('webhooks', () => {
  let receiver: WebhookReceiver;
  let url: string;
  let clerk: ClerkEmulator;

  const start = (options: ClerkEmulatorOptions = {}): Promise<ClerkEmulator> =>
    startClerkEmulator({
      port: 0,
      keys: TEST_KEYS,
      rateLimits: 'off',
      webhook: { url, secret: WEBHOOK_SECRET },
      ...options,
    });

  beforeEach(async () => {
    receiver = new WebhookReceiver();
    ({ url } = await receiver.start());
    clerk = await start();
  });
  afterEach(async () => {
    await clerk.stop();
    await receiver.stop();
  });

  it('arrive signed for Svix, with time and instance in the envelope', async () => {
    const { id } = clerk.control.ensureUser({ email: 'ada@example.test' });
    await clerk.control.flushWebhooks();
    const [{ headers, body }] = receiver.received as [{ headers: Record<string, string>; body: string }];
    expect(() => {
      new Webhook(WEBHOOK_SECRET).verify(body, headers);
    }).not.toThrow();
    expect(() => {
      new Webhook(WEBHOOK_SECRET).verify(`${body} `, headers);
    }).toThrow();
    const event = JSON.parse(body);
    expect(event).toMatchObject({
      type: 'user.created',
      object: 'event',
      instance_id: clerk.instanceId,
      data: { id },
    });
    expect(Math.abs(event.timestamp - Date.now())).toBeLessThan(60_000);
    expect(headers['svix-id']).toMatch(/^msg_\w{27}$/);
  });

  it('are tried again on Svix’s schedule under the same id, and given up after the eighth attempt', async () => {
    receiver.answers = Array.from({ length: 8 }, (_, attempt) => (attempt % 2 === 0 ? 500 : 302));
    clerk.control.ensureUser({ email: 'ada@example.test' });
    await clerk.control.flushWebhooks();
    for (const [index, seconds] of SCHEDULE_SECONDS.entries()) {
      clerk.control.advanceClock(seconds - 1);
      await clerk.control.flushWebhooks();
      expect(receiver.received).toHaveLength(index + 1);
      clerk.control.advanceClock(1.5);
      await clerk.control.flushWebhooks();
      expect(receiver.received).toHaveLength(index + 2);
    }
    expect(new Set(receiver.received.map(({ headers }) => headers['svix-id'])).size).toBe(1);
    const [delivery] = clerk.control.deliveries();
    expect(delivery).toMatchObject({
      status: 'failed',
      attempts: 8,
      lastStatusCode: 302,
      nextAttemptAt: null,
    });
  });

  it('succeed at a later attempt, and again when sent by hand', async () => {
    receiver.answers = [503];
    clerk.control.ensureUser({ email: 'ada@example.test' });
    await clerk.control.flushWebhooks();
    expect(clerk.control.deliveries()[0]).toMatchObject({
      status: 'pending',
      attempts: 1,
      lastStatusCode: 503,
    });
    clerk.control.advanceClock(6);
    await clerk.control.flushWebhooks();
    const [delivery] = clerk.control.deliveries();
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 2, lastStatusCode: 204 });
    clerk.control.resend(String(delivery?.id));
    await clerk.control.flushWebhooks();
    expect(receiver.received).toHaveLength(3);
  });

  it('go out by themselves, without a flush', async () => {
    clerk.control.ensureUser({ email: 'ada@example.test' });
    const until = Date.now() + 5_000;
    while (receiver.received.length === 0 && Date.now() < until)
      await new Promise((done) => setTimeout(done, 10));
    expect(receiver.types()).toEqual(['user.created']);
  });

  it('tell of an accepted invitation what Clerk tells', async () => {
    const sdk = sdkFor(clerk);
    const owner = clerk.control.ensureUser({ email: 'owner@example.test' }).id;
    const { id } = clerk.control.ensureOrganization({ name: 'Harbour', slug: 'harbour', createdBy: owner });
    const invitation = await sdk.organizations.createOrganizationInvitation({
      organizationId: id,
      emailAddress: 'new@guest.test',
      role: 'org:member',
      inviterUserId: owner,
      publicMetadata: { desk: 7 },
    });
    await clerk.control.flushWebhooks();
    receiver.received.length = 0;
    const { userId } = clerk.control.acceptInvitation(invitation.id);
    await clerk.control.flushWebhooks();
    expect(receiver.types().sort()).toEqual([
      'organizationInvitation.accepted',
      'organizationMembership.created',
      'session.created',
      'user.created',
    ]);
    const membership = clerk.control
      .state()
      .organizationMemberships.find(
        ({ public_user_data }) => (public_user_data as { user_id: string }).user_id === userId,
      );
    expect(membership).toMatchObject({ role: 'org:member', public_metadata: { desk: 7 } });
  });

  it('are lost, doubled or reordered when a fault says so, the same way for the same seed', async () => {
    const make = async (seed: number): Promise<string[]> => {
      clerk.control.reset();
      receiver.received.length = 0;
      clerk.control.setWebhookFaults({ drop: 0.3, duplicate: 0.3, reorder: 0.5, seed });
      for (let index = 0; index < 30; index++) clerk.control.ensureUser({ email: `u${index}@x.test` });
      clerk.control.advanceClock(1);
      await clerk.control.flushWebhooks();
      return clerk.control.deliveries().map(({ status, attempts }) => `${status} ${attempts}`);
    };
    const first = await make(5);
    expect(first).toContain('dropped 0');
    expect(first).toContain('delivered 2');
    const addresses = receiver.received.map(({ body }) =>
      String(JSON.parse(body).data.email_addresses[0].email_address),
    );
    expect(addresses).not.toEqual(
      [...addresses].sort((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b))),
    );
    expect(await make(5)).toEqual(first);
    expect(await make(6)).not.toEqual(first);
  });

  it('are sent in their second copy by the same flush, however long the first one took', async () => {
    clerk.control.setWebhookFaults({ duplicate: 1, seed: 5 });
    clerk.control.ensureUser({ email: 'ada@example.test' });
    receiver.onReceived = () => {
      receiver.onReceived = () => undefined;
      clerk.control.advanceClock(2);
    };
    await clerk.control.flushWebhooks();
    expect(clerk.control.deliveries().map(({ status, attempts }) => [status, attempts])).toEqual([
      ['delivered', 2],
    ]);
  });

  it('wait as long as a fault says', async () => {
    clerk.control.setWebhookFaults({ delayMs: 60_000 });
    clerk.control.ensureUser({ email: 'ada@example.test' });
    await clerk.control.flushWebhooks();
    expect(receiver.received).toHaveLength(0);
    clerk.control.advanceClock(61);
    await clerk.control.flushWebhooks();
    expect(receiver.received).toHaveLength(1);
  });

  it('are not made while the endpoint is off', async () => {
    clerk.control.setWebhooks({ enabled: false });
    clerk.control.ensureUser({ email: 'ada@example.test' });
    clerk.control.setWebhooks({ enabled: true });
    await clerk.control.flushWebhooks();
    expect(clerk.control.deliveries()).toEqual([]);
  });

  it('that are pending survive a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'clerk-emulator-'));
    try {
      await clerk.stop();
      clerk = await start({ dataDir });
      receiver.answers = [500];
      clerk.control.ensureUser({ email: 'ada@example.test' });
      await clerk.control.flushWebhooks();
      await clerk.stop();
      clerk = await start({ dataDir });
      clerk.control.advanceClock(6);
      await clerk.control.flushWebhooks();
      expect(receiver.received).toHaveLength(2);
      expect(clerk.control.deliveries()[0]).toMatchObject({ status: 'delivered', attempts: 2 });
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});
