import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { newWebhookSecret, serviceVariables } from '../support/service-variables.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ServiceProcess } from './service-process.js';
import { type RequestToSend, SteadyRequests } from './steady-requests.js';
import { svixHeaders } from '../support/svix-headers.js';

/** STOPS=50 stops that often. */
const STOPS = Number(process.env['STOPS'] ?? 3);
const LOAD = { perSecond: 200, connections: 12 };

/** How a connection fails that nobody accepted. */
const NOT_ACCEPTED = new Set(['ECONNREFUSED', 'ECONNRESET']);

describe('a service that is told to stop while it is asked', () => {
  let database: TestDatabase;
  let clerk: ClerkEmulator;
  let variables: Record<string, string>;
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-stops-'));
  const secret = newWebhookSecret();

  const live = (): RequestToSend => ({ method: 'GET', path: '/health/live' });
  const ready = (): RequestToSend => ({ method: 'GET', path: '/health/ready' });
  const webhook = () => signedWebhook(secret, clerk.instanceId);
  const forged = () => ({ ...webhook(), body: '{}' });

  beforeAll(async () => {
    database = await createTestDatabase();
    clerk = await startClerkEmulator({ port: 0, enforceRateLimits: false });
    variables = serviceVariables({ databaseUrl: database.url, clerk, directory, webhookSecrets: [secret] });
  }, 180_000);

  afterAll(async () => {
    await clerk.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  const prepare = (more: Record<string, string> = {}) =>
    ServiceProcess.prepare({ ...variables, RATE_LIMIT_ENABLED: 'false', ...more });

  const counted = async () => {
    const [row] = await database.query<{ taken: number; refused: number }>(
      `select coalesce(sum(taken), 0)::int as taken, coalesce(sum(refused), 0)::int as refused
       from webhook_endpoint_minutes`,
    );
    return { taken: row?.taken ?? 0, refused: row?.refused ?? 0 };
  };

  it(
    `resets no kept connection and loses no count, ${STOPS} times under ${LOAD.perSecond} requests a second`,
    async () => {
      for (let stop = 0; stop < STOPS; stop += 1) {
        const service = await prepare();
        await service.start();
        const before = await counted();
        const requests = new SteadyRequests(service.url, { ...LOAD, leaves: true }, [live, webhook, forged]);
        await sleep(700 + Math.random() * 300);
        const toldAt = performance.now();
        const code = await service.stop();
        await requests.end();
        const { outcomes, failures, answers } = requests;
        expect(failures.filter(({ isKept }) => isKept)).toEqual([]);
        const odd = answers.filter(({ status }) => ![200, 204, 400].includes(status));
        expect(
          odd.map(({ path, status, cameAt }) => ({ stop, path, status, after: cameAt - toldAt })),
        ).toEqual([]);
        // What was dialled when the listener closed: refused, or taken by the system and accepted by nobody.
        expect(failures.filter(({ code: why }) => !NOT_ACCEPTED.has(why))).toEqual([]);
        expect(code).toBe(0);
        expect(await counted()).toEqual({
          taken: before.taken + (outcomes['204'] ?? 0),
          refused: before.refused + (outcomes['400'] ?? 0),
        });
      }
    },
    120_000 + STOPS * 60_000,
  );

  it('is red for the time that was set before it takes no more, and says with each answer that it is the last', async () => {
    const service = await prepare({ SHUTDOWN_DRAIN_SECONDS: '2' });
    await service.start();
    const requests = new SteadyRequests(service.url, { perSecond: 100, connections: 6 }, [live, ready]);
    await sleep(500);
    const toldAt = performance.now();
    expect(await service.stop()).toBe(0);
    expect(performance.now() - toldAt).toBeGreaterThanOrEqual(2_000);
    await requests.end();
    const outcomes = withoutRefused(requests.outcomes);
    expect(Object.keys(outcomes).sort()).toEqual(['200', '503']);
    const firstRed = requests.answers.find(({ status }) => status === 503)?.cameAt ?? Infinity;
    const draining = requests.answers.filter(({ sentAt }) => sentAt > firstRed);
    expect(draining.length).toBeGreaterThan(50);
    const odd = draining.filter(
      ({ path, status, closes }) => !closes || status !== (path === '/health/ready' ? 503 : 200),
    );
    expect(odd).toEqual([]);
  }, 180_000);
});

/** What was dialled when the listener closed or later; the system resets what it has taken and nobody has accepted. */
function withoutRefused(outcomes: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(outcomes).filter(([outcome]) => !NOT_ACCEPTED.has(outcome)));
}

/** An event that is taken and changes nothing. */
function signedWebhook(secret: string, instanceId: string): RequestToSend {
  const id = `msg_${randomUUID().replaceAll('-', '')}`;
  const body = JSON.stringify({
    type: 'sms.created',
    object: 'event',
    data: {},
    timestamp: Date.now(),
    instance_id: instanceId,
  });
  return {
    method: 'POST',
    path: '/api/webhooks/clerk',
    headers: svixHeaders(id, body, [secret]),
    body,
  };
}
