import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cloneDatabase, dropDatabase, withDatabase } from '@tenantry/local-postgres';
import { migrateDown, newId } from '#libs/database';
import { migrations } from '#migrations';
import { parseEnvironment } from '#settings';
import { createApp } from '../../../src/create-app.js';
import { describeStartFailure } from '../../../src/start-failure.js';
import { ORIGIN } from '../../support/service-variables.js';
import { until } from '../../support/test-app.js';
import { createTestDatabase } from '../../support/test-database.js';
import { type ExaminedService, failuresIn, startExaminedService } from './examined-service.js';
import { svixHeaders } from '../../support/svix-headers.js';

let service: ExaminedService;

beforeAll(async () => {
  service = await startExaminedService();
});
afterAll(() => service.close());

describe('the doctor of a service in which something', () => {
  const mend: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of mend.splice(0).reverse()) await step();
    expect(failuresIn(await service.examine())).toEqual([]);
  });

  const failures = async () => failuresIn(await service.examine());

  it('is not declared tells the role at Clerk and the permission', async () => {
    const permission = await service.clerkCall('POST', '/organization_permissions', {
      name: 'Fly',
      key: 'org:kites:fly',
      description: '',
    });
    const role = await service.clerkCall('POST', '/organization_roles', {
      name: 'Pilot',
      key: 'org:pilot',
      description: '',
      permissions: [permission['id']],
    });
    mend.push(() => service.clerkCall('DELETE', `/organization_roles/${String(role['id'])}`));
    expect(await failures()).toEqual([
      'roles and permissions: nobody declared here what these roles of Clerk carry, and it opens nothing: org:pilot carries org:kites:fly',
    ]);
  });

  it('leads people to pages that may not call tells where', async () => {
    const { id } = await service.clerkCall('POST', '/redirect_urls', { url: 'https://old.example/callback' });
    mend.push(() => service.clerkCall('DELETE', `/redirect_urls/${String(id)}`));
    expect(await failures()).toEqual([
      'redirect URLs: Clerk leads people back to https://old.example, and none of them may call here',
    ]);
  });

  it.each([
    ['answers 404', () => `${service.url}/nothing/here?with=secrets`, 'answers 404'],
    ['does not answer', () => 'http://127.0.0.1:1/sign-in', 'does not answer'],
  ])('sends people to a sign-in page that %s tells where', async (_, page, says) => {
    service.clerk.control.setPages({ sign_in_url: page() });
    mend.push(() => {
      service.clerk.control.setPages(null);
      return Promise.resolve();
    });
    const shown = page().split('?', 1)[0] ?? '';
    expect(await failures()).toEqual([`sign-in pages: ${shown}, where people are sent to sign in, ${says}`]);
  });

  it('leads people to a home page that may not call says so', async () => {
    service.clerk.control.setPages({ home_url: 'https://old.example/welcome' });
    mend.push(() => {
      service.clerk.control.setPages(null);
      return Promise.resolve();
    });
    expect(await service.examine()).toContainEqual(
      expect.objectContaining({
        name: 'sign-in pages',
        status: 'warn',
        detail: expect.stringContaining('https://old.example'),
      }),
    );
  });

  it('gives tokens to other pages alone tells which', async () => {
    await service.clerkCall('PATCH', '/instance', { allowed_origins: ['https://old.example'] });
    mend.push(() => service.clerkCall('PATCH', '/instance', { allowed_origins: [] }));
    expect(await failures()).toEqual([
      'allowed origins: Clerk allows https://old.example, and the tokens of all of them are refused here',
    ]);
  });

  it('makes its schedule stand still tells for how long', async () => {
    const rows = await service.database.query<{ at: Date }>('select min(created_at) as at from subject_keys');
    await service.database.query(`update subject_keys set created_at = created_at - interval '1 hour'`);
    mend.push(() =>
      service.database.query(`update subject_keys set created_at = created_at + interval '1 hour'`),
    );
    expect(rows).toHaveLength(1);
    expect(await failures()).toEqual([expect.stringMatching(/^schedule: no periodic job has ever run/)]);
  });

  it('differs from Clerk tells the drift until the plan is applied', async () => {
    const { clerk } = service;
    clerk.control.setWebhooks({ enabled: false });
    await service.clerkCall('PATCH', `/users/${clerk.control.ensureUser({ email: 'sam@harbour.test' }).id}`, {
      last_name: 'Renamed',
    });
    const owner = service.as('owner@tenantry.test', { fva: [0, -1] });
    const planned = await owner.post('/api/v1/sync/reconciliations', { mode: 'full' }).expect(201);
    const path = `/api/v1/sync/reconciliations/${String(planned.body.id)}`;
    await until('the plan is made', async () => (await owner.get(path)).body.status === 'planned');
    expect(await failures()).toEqual([
      'drift: mirror and Clerk differ in 1 object, and the plan is not applied',
    ]);
    const { hash } = (await owner.get(path)).body;
    await owner.post(`${path}/apply`, { hash }).expect(202);
    await until('it is applied', async () => (await owner.get(path)).body.status === 'applied');
    // As it would be where the endpoint is not told to send this event.
    expect(await failures()).toEqual([
      'webhook events: comparisons found what user.updated would have told, and no such event has ever come',
    ]);
    clerk.control.setWebhooks({ enabled: true });
    await service.clerkCall('PATCH', `/users/${clerk.control.ensureUser({ email: 'sam@harbour.test' }).id}`, {
      last_name: 'Renamed again',
    });
    await service.settled();
  });

  it('has the same key for years tells which, and how it is changed', async () => {
    const path = join(service.environment.dataDir, 'keys.json');
    const noted = readFileSync(path, 'utf8');
    mend.push(() => writeFile(path, noted));
    expect(noted).not.toContain(service.clerk.secretKey);
    const sightings = JSON.parse(noted) as Record<string, Record<string, string>>;
    const [fingerprint = ''] = Object.keys(sightings['CLERK_SECRET_KEY'] ?? {});
    sightings['CLERK_SECRET_KEY'] = { [fingerprint]: '2024-01-01T00:00:00.000Z' };
    writeFileSync(path, JSON.stringify(sightings));
    expect(await failures()).toEqual([
      expect.stringMatching(/^age of keys: CLERK_SECRET_KEY \([0-9a-f]{16}\) has been in use for \d+ days$/),
    ]);
  });

  it('could not be applied tells of dead letters', async () => {
    const id = `msg_${randomUUID()}`;
    const now = new Date();
    const body = JSON.stringify({
      type: 'user.updated',
      object: 'event',
      data: {},
      timestamp: now.getTime(),
      instance_id: service.clerk.instanceId,
    });
    const [secret = ''] = service.environment.clerk.webhookSigningSecrets;
    const { status } = await fetch(service.endpoint, {
      method: 'POST',
      body,
      headers: svixHeaders(id, body, [secret], now),
    });
    expect(status).toBe(204);
    const dead = () => service.database.query(`select from webhook_deliveries where state = 'dead'`);
    await until('it is a dead letter', async () => (await dead()).length === 1);
    mend.push(() => service.database.query(`delete from webhook_deliveries where state = 'dead'`));
    mend.push(() => service.database.query(`delete from sync_alarms`));
    expect(await failures()).toEqual([expect.stringMatching(/^dead letters: 0 .* wait, 1 are dead letters/)]);
  });

  it('is refused tells that no delivery is believed', async () => {
    await service.database.query(
      `update webhook_deliveries set received_at = received_at - interval '2 days'`,
    );
    mend.push(() =>
      service.database.query(`update webhook_deliveries set received_at = received_at + interval '2 days'`),
    );
    await fetch(service.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const refused = () => service.database.query('select from webhook_endpoint_minutes where refused > 0');
    await until('the refusal is counted', async () => (await refused()).length > 0);
    mend.push(() => service.database.query('delete from webhook_endpoint_minutes'));
    expect(await failures()).toEqual([
      expect.stringMatching(/^webhook deliveries: 1 were refused in the last day and none was believed/),
    ]);
  });
});

describe('the doctor of a database that', () => {
  it('lacks migrations names them', async () => {
    const database = await createTestDatabase();
    try {
      await migrateDown(database.adminUrl, migrations, 1);
      expect(failuresIn(await service.examine({ DATABASE_URL: database.url }))).toEqual([
        `migrations: 1 are pending: ${migrations.at(-1)?.name ?? ''}`,
      ]);
    } finally {
      await database.drop();
    }
  });

  it('was never migrated says so, and so does the start of a service', async () => {
    const { superuserUrl } = service.database;
    const name = `test_${newId().replaceAll('-', '')}`;
    await cloneDatabase(superuserUrl, name, 'template1');
    try {
      await service.database.query(`grant connect on database ${name} to public`);
      const url = withDatabase(service.database.url, name);
      expect(failuresIn(await service.examine({ DATABASE_URL: url }))).toEqual([
        `migrations: ${migrations.length} are pending: all of them`,
      ]);
      const environment = parseEnvironment({ ...service.sound, DATABASE_URL: url });
      const refusal = await createApp(environment).catch((error: unknown) => describeStartFailure(error));
      expect(refusal).toBe(
        'The database lacks a table of this version. Apply the migrations: npm run migrate',
      );
    } finally {
      await dropDatabase(superuserUrl, name);
    }
  });

  it('was used with another master key keeps a service from starting, in a sentence', async () => {
    const environment = parseEnvironment({
      ...service.sound,
      TENANTRY_MASTER_KEY: randomBytes(32).toString('base64'),
    });
    const refusal = await createApp(environment).catch((error: unknown) => describeStartFailure(error));
    expect(refusal).toMatch(
      /^TENANTRY_MASTER_KEY is not the key that wraps the keys in this database\. Set /,
    );
    expect(refusal).not.toContain('\n');
  });

  it('nobody has used makes nothing in it', async () => {
    const database = await createTestDatabase();
    try {
      const checks = await service.examine({ DATABASE_URL: database.url });
      expect(failuresIn(checks)).toEqual([]);
      expect(checks.at(-1)).toMatchObject({
        name: 'service',
        detail: 'has not been started on this database yet',
      });
      expect(await database.query('select from subject_keys')).toEqual([]);
    } finally {
      await database.drop();
    }
  });
});

describe('the origins beside those of Clerk', () => {
  it('are right where Clerk allows the same', async () => {
    await service.clerkCall('PATCH', '/instance', { allowed_origins: [ORIGIN] });
    const checks = await service.examine();
    expect(checks).toContainEqual(expect.objectContaining({ name: 'allowed origins', status: 'ok' }));
    await service.clerkCall('PATCH', '/instance', { allowed_origins: [] });
  });
});
