import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { acquaint } from '../support/acquaint.js';
import { ApiClient } from '../support/api-client.js';
import { newWebhookSecret, ORIGIN, serviceVariables } from '../support/service-variables.js';
import { until } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ServiceProcess } from './service-process.js';

/** For how long a key is held after a crash, and some time for a busy machine. */
const MAX_WAIT_MS = 60_000;
const MAKE = 'POST /v1/organizations';
const ADD = 'POST /v1/organizations/*/memberships';
const PROPERTY = { name: 'Pier', slug: 'pier', timezone: 'Europe/Vienna' };

interface Interrupted {
  readonly what: string;
  readonly path: () => string;
  readonly body: () => object;
  /** Where it is when the process is killed. */
  readonly fault: { match: string; latencyMs?: number; answerLatencyMs?: number };
  readonly count: () => Promise<number>;
}

describe('a request with a key whose process is killed', () => {
  let database: TestDatabase;
  let clerk: ClerkEmulator;
  let service: ServiceProcess;
  let organization: string;
  let newcomers: string[];
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-interrupted-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    clerk = await startClerkEmulator({ port: 0, enforceRateLimits: false, authorizedParties: [ORIGIN] });
    clerk.control.ensureUser({ email: 'anna@owners.test' });
    const secret = newWebhookSecret();
    service = await ServiceProcess.prepare({
      ...serviceVariables({ databaseUrl: database.url, clerk, directory, webhookSecrets: [secret] }),
      RATE_LIMIT_ENABLED: 'false',
      TENANTRY_PLATFORM_OWNERS: clerk.control.ensureUser({ email: 'owner@tenantry.test' }).id,
    });
    clerk.control.setWebhooks({ enabled: true, url: `${service.url}/api/webhooks/clerk`, secret });
    await service.start();
    const made = await owner().post('/api/v1/organizations', { name: 'Before' }).expect(201);
    organization = made.body.id;
    newcomers = ['one', 'two'].map((name) => clerk.control.ensureUser({ email: `${name}@people.test` }).id);
    await clerk.control.flushWebhooks();
    await until('everybody is known', async () => {
      const rows = await database.query('select from users where clerk_id = any ($1)', [newcomers]);
      return rows.length === newcomers.length;
    });
    await acquaint(database, [clerk.control.ensureUser({ email: 'anna@owners.test' }).id, ...newcomers]);
  }, 120_000);

  afterAll(async () => {
    await service.stop();
    await clerk.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  const owner = () =>
    new ApiClient(service.url, () => clerk.control.tokens({ email: 'anna@owners.test' }).jwt);
  const atClerk = (list: 'organizations' | 'organizationMemberships', fits: (each: object) => boolean) =>
    Promise.resolve(clerk.control.state()[list].filter(fits).length);
  const named = (name: string) =>
    atClerk('organizations', (each) => (each as { name: string }).name === name);
  const memberships = (userId: string) =>
    atClerk(
      'organizationMemberships',
      (each) => (each as { public_user_data: { user_id: string } }).public_user_data.user_id === userId,
    );

  const cases = (): Interrupted[] => [
    {
      what: 'an organization, before Clerk has heard',
      path: () => '/api/v1/organizations',
      body: () => ({ name: 'Early' }),
      fault: { match: MAKE, latencyMs: 60_000 },
      count: () => named('Early'),
    },
    {
      what: 'an organization, when Clerk has done it',
      path: () => '/api/v1/organizations',
      body: () => ({ name: 'Late', slug: 'late' }),
      fault: { match: MAKE, answerLatencyMs: 60_000 },
      count: () => named('Late'),
    },
    {
      what: 'a member, before Clerk has heard',
      path: () => `/api/v1/organizations/${organization}/members`,
      body: () => ({ userId: newcomers[0], role: 'org:member' }),
      fault: { match: ADD, latencyMs: 60_000 },
      count: () => memberships(newcomers[0]!),
    },
    {
      what: 'a member, when Clerk has done it',
      path: () => `/api/v1/organizations/${organization}/members`,
      body: () => ({ userId: newcomers[1], role: 'org:member' }),
      fault: { match: ADD, answerLatencyMs: 60_000 },
      count: () => memberships(newcomers[1]!),
    },
  ];

  const send = (path: string, body: object, key: string) =>
    owner().post(path, body).set('Idempotency-Key', key);

  it('has its effect once, and its key tells it within a minute and not after a day', async () => {
    const interrupted = cases();
    // Of two faults with the same match, each strikes one request, in their order.
    clerk.control.setFaults(interrupted.map(({ fault }) => ({ ...fault, times: 1 })));
    const broken: Promise<unknown>[] = [];
    for (const [index, each] of interrupted.entries()) {
      broken.push(
        send(each.path(), each.body(), `key-${index}`).then(
          ({ status }) => status,
          () => 'broken off',
        ),
      );
      await until(`${each.what}: its key is taken`, async () => {
        const [row] = await database.query<{ open: string }>(
          'select count(*) as open from idempotency_keys where status is null',
        );
        return Number(row?.open) === index + 1;
      });
      const isDone = each.fault.answerLatencyMs !== undefined;
      if (isDone) await until(`${each.what}: Clerk has done it`, async () => (await each.count()) === 1);
      else await sleep(300);
    }
    await service.kill();
    expect(await Promise.all(broken)).toEqual(broken.map(() => 'broken off'));
    clerk.control.clearFaults();
    await service.start();
    const deadline = Date.now() + MAX_WAIT_MS;
    for (const [index, each] of interrupted.entries()) {
      let answer = await send(each.path(), each.body(), `key-${index}`);
      while (answer.status === 409 && Date.now() < deadline) {
        expect([each.what, answer.body.code]).toEqual([each.what, 'idempotency_in_progress']);
        const pause = Number(answer.headers['retry-after']);
        expect(pause).toBeGreaterThan(0);
        await sleep(pause * 1_000);
        answer = await send(each.path(), each.body(), `key-${index}`);
      }
      expect([each.what, answer.status]).toEqual([each.what, 201]);
      expect([each.what, await each.count()]).toEqual([each.what, 1]);
      const again = await send(each.path(), each.body(), `key-${index}`);
      expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    }
  }, 180_000);

  it('is remembered with the commit of what it made, however soon after that the process dies', async () => {
    const path = `/api/v1/organizations/${organization}/properties`;
    const sent = send(path, PROPERTY, 'pier').then(
      () => undefined,
      () => undefined,
    );
    await until('the property is there', async () => {
      const rows = await database.query('select from properties where slug = $1', [PROPERTY.slug]);
      return rows.length === 1;
    });
    await service.kill();
    await sent;
    await service.start();
    const again = await send(path, PROPERTY, 'pier').expect(201);
    const [row] = await database.query<{ id: string }>('select id from properties where slug = $1', [
      PROPERTY.slug,
    ]);
    expect(again.body).toEqual({ id: row!.id });
    expect(again.headers['location']).toBe(`${path}/${row!.id}`);
  }, 120_000);
});
