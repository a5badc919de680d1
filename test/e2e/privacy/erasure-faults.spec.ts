import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Clock } from '#libs/time';
import { PrivacyCaseMaintenanceService, ErasureRunService } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const FRESH = { fva: [0, -1] };
const ERASURES = '/api/v1/privacy/erasures';

class AheadClock extends Clock {
  aheadMs = 0;

  override now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

describe('an erasure that something stands in the way of', () => {
  const clock = new AheadClock();
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld({ clock });
  });

  afterEach(() => {
    world.clerk.control.clearFaults();
  });

  afterAll(() => world.close());

  const run = () => world.app.get(ErasureRunService, { strict: false });

  /** Asked for by themselves, with a day of grace, so that no job of the service comes in between. */
  const ask = async (email: string): Promise<{ id: string; userId: string }> => {
    const userId = await world.userId(email);
    const asked = await world.as(email, FRESH).post(ERASURES, { userId, gracePeriodDays: 1 }).expect(201);
    return { id: asked.body.id, userId };
  };

  const endGrace = (id: string) =>
    world.database.query(
      `update privacy_erasures set erase_after = now() - interval '1 minute' where id = $1`,
      [id],
    );

  /** As far as it goes; what Clerk tells of the ban and the deletion meanwhile is waited for. */
  const goOn = async (id: string) => {
    for (;;) {
      await run().advance(id, { now: true });
      const row = (await run().find(id))!;
      if (row.waitingFor?.includes('public.webhook_deliveries') !== true) return row;
      await world.settled();
    }
  };

  it('does its local part while Clerk is down for days, raises the alarms, and ends when Clerk is back', async () => {
    const { id, userId } = await ask('sam@harbour.test');
    await endGrace(id);
    world.clerk.control.setFaults([{ match: '/v1', status: 503 }]);
    const waiting = await goOn(id);
    expect([waiting.status, waiting.waitingFor]).toEqual(['waiting', 'Clerk, which does not answer']);
    expect(waiting.steps.find(({ name }) => name === 'freeze at Clerk')?.answer).toBe('not reached');
    expect(await world.database.query('select from users where id = $1', [userId])).toEqual([]);
    // Whether the person is unknown or gone only Clerk could tell; they are not let in either way.
    await world.as('sam@harbour.test').get('/api/v1/me').expect(503);
    const shown = await world.as('compliance@tenantry.test').get(`${ERASURES}/${id}`).expect(200);
    expect(shown.body.waitingFor).toBe('Clerk, which does not answer');
    // It is tried again later, not at once and not by everybody.
    expect(await run().advance(id)).toBe('waiting');
    expect(await openJobs(id)).toBe(2);

    await world.database.query(
      `update privacy_requests set received_at = now() - interval '27 days', due_at = now() + interval '4 days'
        where id = $1`,
      [id],
    );
    await world.app.get(PrivacyCaseMaintenanceService, { strict: false }).watchDeadlines();
    const alarms = await world.database.query(
      `select change ->> 'percent' as percent from audit_events
        where action = 'privacy.deadline_alarm' and target_id = $1`,
      [id],
    );
    expect(alarms).toEqual([{ percent: '80' }]);
    world.clerk.control.clearFaults();
    // Clerk is left alone for some seconds after it failed.
    await until('Clerk is asked again', async () => (await goOn(id)).status === 'done');
    const done = (await run().find(id))!;
    expect([done.status, done.waitingFor]).toEqual(['done', null]);
    expect(done.certificate?.document.processors).toEqual([
      {
        name: 'Clerk, Inc.',
        answer: 'freeze at Clerk: not reached; Clerk: deleted, and gone when asked again',
      },
    ]);
  }, 120_000);

  it('waits where it is seen while the disk is full, and writes its line once there is room', async () => {
    const { id } = await ask('vera@harbour.test');
    await endGrace(id);
    const folder = join(world.environment.dataDir, 'privacy');
    const file = join(folder, 'erasures.ndjson');
    mkdirSync(folder, { recursive: true });
    rmSync(file, { force: true });
    symlinkSync('/dev/full', file);
    const waiting = await goOn(id);
    expect([waiting.status, waiting.waitingFor]).toEqual([
      'waiting',
      'the step tombstone, which failed with ENOSPC',
    ]);
    rmSync(file);
    expect((await goOn(id)).status).toBe('done');
  }, 120_000);

  it('is not done while the name stands anywhere, and says where', async () => {
    const { id, userId } = await ask('mark@harbour.test');
    await endGrace(id);
    await world.database.query(
      `insert into sync_alarms (id, kind, detail, raised_at, last_seen_at)
       values (gen_random_uuid(), 'silence', '{"note": "write to Mark@harbour.test"}', now(), now())`,
    );
    const waiting = await goOn(id);
    expect([waiting.status, waiting.waitingFor]).toEqual([
      'waiting',
      'leftovers in public.sync_alarms.detail',
    ]);
    const certificate = await world.as('compliance@tenantry.test').get(`${ERASURES}/${id}/certificate`);
    expect([certificate.status, certificate.body.code]).toEqual([409, 'no_certificate']);
    await world.database.query('delete from sync_alarms');
    expect((await goOn(id)).status).toBe('done');
    const told = await world.database.query(
      `select change ->> 'waitingFor' as why from audit_events
        where action = 'privacy.erasure_waiting' and target_id = $1`,
      [userId],
    );
    expect(told).toEqual(expect.arrayContaining([{ why: 'leftovers in public.sync_alarms.detail' }]));
  }, 120_000);

  it('does not begin early by a clock that is ahead', async () => {
    const { id } = await ask('greta@alpine.test');
    clock.aheadMs = 9 * 86_400_000;
    expect(await run().advance(id, { now: true })).toBe('waiting');
    clock.aheadMs = 0;
    expect((await run().find(id))?.status).toBe('grace');
  });

  it('meets a hold that was placed in the grace period, and ends as cancelled once however often that is asked', async () => {
    const { id, userId } = await ask('olivia@harbour.test');
    const staff = world.as('compliance@tenantry.test', FRESH);
    await staff.post('/api/v1/privacy/holds', { userId, article: 'Art. 17(3)(e) GDPR' }).expect(201);
    await endGrace(id);
    expect((await goOn(id)).blockedBy).toBe('Art. 17(3)(e) GDPR');
    const told = await world.as('olivia@harbour.test').get(`${ERASURES}/${id}`).expect(200);
    expect([told.body.status, told.body.blockedBy]).toEqual(['blocked', 'Art. 17(3)(e) GDPR']);
    const olivia = world.as('olivia@harbour.test');
    const cancelled = await Promise.all([1, 2, 3].map(() => olivia.post(`${ERASURES}/${id}/cancel`)));
    expect(cancelled.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    await olivia.get('/api/v1/me').expect(200);
  });

  it('is asked for once and approved once, whoever comes at the same time, and never by an impersonator', async () => {
    const userId = await world.userId('nina@nowhere.test');
    const compliance = world.as('compliance@tenantry.test', FRESH);
    const asked = await Promise.all(
      [1, 2, 3].map(() => compliance.post(ERASURES, { userId, gracePeriodDays: 3 })),
    );
    expect(asked.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { id } = asked.find(({ status }) => status === 201)!.body;
    const acted = world.as('owner@tenantry.test', { ...FRESH, act: { sub: 'user_somebody' } });
    expect((await acted.post(`${ERASURES}/${id}/approve`)).status).toBe(403);
    const owner = world.as('owner@tenantry.test', FRESH);
    const approved = await Promise.all([1, 2, 3].map(() => owner.post(`${ERASURES}/${id}/approve`)));
    expect(approved.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const rows = await world.database.query(
      `select from audit_events where action = 'privacy.erasure_approved' and target_id = $1`,
      [userId],
    );
    expect(rows.length).toBe(1);
  });

  it('leaves one outcome when it begins, is cancelled and is exported at the same time', async () => {
    const { id, userId } = await ask('anton@alpine.test');
    await endGrace(id);
    const anton = world.as('anton@alpine.test', FRESH);
    const [, cancel, exported] = await Promise.all([
      run().step(id),
      anton.post(`${ERASURES}/${id}/cancel`),
      anton.post('/api/v1/privacy/exports', { userId }),
    ]);
    const status = (await goOn(id)).status;
    expect([200, 401, 409]).toContain(cancel.status);
    expect([201, 401, 409]).toContain(exported.status);
    expect(status).toBe(cancel.status === 200 ? 'cancelled' : 'done');
    const live = await world.database.query(
      `select from privacy_exports where user_id = $1 and status in ('pending', 'running', 'ready')`,
      [userId],
    );
    if (status === 'done') expect(live).toEqual([]);
  }, 120_000);

  async function openJobs(erasureId: string): Promise<number> {
    const [row] = await world.database.query<{ open: number }>(
      `select count(*)::int as open from jobs.job
        where name = 'privacy.advance-erasure' and state < 'completed' and data ->> 'erasureId' = $1`,
      [erasureId],
    );
    return row?.open ?? 0;
  }
});
