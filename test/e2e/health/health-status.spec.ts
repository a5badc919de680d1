import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const ANY_ID = /[0-9a-f]{8}-[0-9a-f]{4}-|(?:user|org|sess|msg)_[A-Za-z0-9]{20,}|@[a-z]+\.test/;

describe('health and metrics', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const operator = () => world.as('operator@tenantry.test');
  const health = async () => (await operator().get('/health').expect(200)).body;

  it('tell operations staff of every part, without ids', async () => {
    const body = await health();
    expect(Object.keys(body.indicators).toSorted()).toEqual([
      'audit_log',
      'break_glass',
      'clerk',
      'clock',
      'data_directory',
      'database',
      'events',
      'jobs',
      'migrations',
      'mirror',
      'privacy',
      'schedule',
      'usage',
      'webhooks',
    ]);
    expect(body.indicators.database).toMatchObject({ status: 'ok', detail: { isHardened: true } });
    expect(body.indicators.migrations.detail.pending).toBe(0);
    expect(body.indicators.audit_log).toMatchObject({
      status: 'ok',
      detail: { unsealed: expect.any(Number), sealed: expect.any(Number) },
    });
    // None could not tell how it is.
    expect(JSON.stringify(body)).not.toContain('"fault"');
    expect(body.indicators.data_directory.detail.freeBytes).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toMatch(ANY_ID);
  });

  it('are nobody else’s', async () => {
    for (const path of ['/health', '/metrics']) {
      await world.as('olivia@harbour.test').get(path).expect(403);
      await world.as('compliance@tenantry.test').get(path).expect(403);
      await world.anonymous().get(path).expect(401);
    }
  });

  it('notice a dead letter, an overdue request, a job that failed, and row-level security that was taken off', async () => {
    const statusOf = async (name: string): Promise<string> => (await health()).indicators[name].status;
    expect([await statusOf('webhooks'), await statusOf('privacy')]).toEqual(['ok', 'ok']);
    await world.database.query(`update webhook_deliveries set state = 'dead'
      where svix_id = (select svix_id from webhook_deliveries limit 1)`);
    expect(await statusOf('webhooks')).toBe('warning');
    await world.database
      .query(`update webhook_deliveries set state = 'pending', next_attempt_at = now() + interval '1 day',
      received_at = now() - interval '1 hour' where state = 'dead'`);
    expect(await statusOf('webhooks')).toBe('failing');

    await world.database
      .query(`insert into privacy_requests (id, kind, law, user_id, requested_by, received_at, due_at)
      select id, 'correction', 'gdpr', id, id, now() - interval '40 days', now() - interval '1 day' from users limit 1`);
    expect((await health()).indicators.privacy).toMatchObject({ status: 'failing', detail: { overdue: 1 } });

    await world.database
      .query(`insert into scheduled_runs (id, job, slot, trigger, state, token, holder, lease_until,
        started_at, finished_at, next_slot, overran)
      values (gen_random_uuid(), 'privacy.tidy', now() - interval '1 hour', 'schedule', 'failed', 1, 'test', now(),
        now() - interval '1 hour', now(), now() - interval '55 minutes', false)`);
    expect((await health()).indicators.schedule).toMatchObject({
      status: 'warning',
      detail: { failed: 1, late: 1, failedJobs: 'privacy.tidy', lateJobs: 'privacy.tidy' },
    });

    await world.database.query('alter table properties no force row level security');
    const body = await health();
    expect(body.status).toBe('failing');
    expect(body.indicators.database).toMatchObject({ status: 'failing', detail: { isHardened: false } });
    await world.database.query('alter table properties force row level security');
  });

  it('are figures for Prometheus, with patterns of routes for labels and no ids', async () => {
    await operator()
      .get(`/api/v1/users/${await world.userId('mark@harbour.test')}`)
      .expect(200);
    const { text, headers } = await operator().get('/metrics').expect(200);
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(text).toContain('tenantry_health_status{indicator="database"} 0');
    expect(text).toMatch(/tenantry_jobs_waiting \d+/);
    expect(text).toMatch(/tenantry_webhooks_oldest_seconds \d+/);
    expect(text).toContain('tenantry_audit_sealed_rows_total');
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).toMatch(
      /tenantry_http_request_seconds_count\{method="GET",route="\/api\/v1\/users\/:userId",status="2xx"\} \d/,
    );
    expect(text).not.toMatch(ANY_ID);
  });
});

describe('health and metrics by loopback', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld({ variables: () => ({ OPERATIONS_ACCESS: 'loopback' }) });
  });

  afterAll(() => world.close());

  it('answer whoever asks on this machine without a token, and nobody through a proxy or by another name', async () => {
    for (const path of ['/health', '/metrics']) {
      expect(await statusOf(path, {})).toBe(200);
      expect(await statusOf(path, { 'x-forwarded-for': '203.0.113.9' })).toBe(403);
      expect(await statusOf(path, { host: 'rebound.example' })).toBe(403);
    }
    const refused = await world
      .as('owner@tenantry.test')
      .get('/health')
      .set('X-Forwarded-For', '203.0.113.9');
    expect(refused.body.code).toBe('loopback_only');
  });

  function statusOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      httpRequest(`${world.url}${path}`, { headers }, (answer) => {
        answer.resume().on('end', () => {
          resolve(answer.statusCode);
        });
      })
        .on('error', reject)
        .end();
    });
  }
});
