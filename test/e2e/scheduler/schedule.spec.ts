import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SchedulerService } from '#scheduler';
import { Clock } from '#libs/time';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const ADMIN = 'admin@tenantry.test';
const OPERATOR = 'operator@tenantry.test';
const DAY = 24 * 3600;

/** The clock on the wall, moved ahead for a moment. */
class MovedClock extends Clock {
  aheadMs = 0;

  override now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

describe('the schedule', () => {
  let world: DemoWorld;
  const clock = new MovedClock();

  beforeAll(async () => {
    world = await startDemoWorld({ clock });
  });

  afterAll(() => world.close());

  /** Runs a job by hand over the API and gives what became of the run. */
  async function run(job: string) {
    const { body } = await world.as(ADMIN).post(`/api/v1/sync/schedule/${job}/run`).expect(202);
    expect(body).toMatchObject({ job, trigger: 'manual', state: 'running', attempts: 1 });
    await world.app.get(SchedulerService).idle();
    const runs = await world.as(OPERATOR).get(`/api/v1/sync/schedule/${job}/runs?limit=1`).expect(200);
    expect(runs.body.data[0].id).toBe(body.id);
    return runs.body.data[0];
  }

  it('lists every job with owner, times, what a miss means and the last run', async () => {
    await run('tables.clean-up');
    const { body } = await world.as(OPERATOR).get('/api/v1/sync/schedule').expect(200);
    const names = body.data.map((job: { name: string }) => job.name);
    expect(names).toEqual(
      expect.arrayContaining([
        'webhooks.silence',
        'webhooks.payloads',
        'invitations.expire',
        'memberships.mass_removal',
        'tables.clean-up',
      ]),
    );
    for (const job of body.data) {
      expect(job).toMatchObject({ owner: expect.any(String), miss: expect.stringMatching(/\.$/) });
      expect(Date.parse(job.nextAt)).toBeGreaterThan(clock.nowMs());
    }
    const cleanUp = body.data.find((job: { name: string }) => job.name === 'tables.clean-up');
    expect(cleanUp.lastRun).toMatchObject({ state: 'succeeded', overran: false, error: null });
  });

  it('is read by operators and run by admins of the platform only; a run by hand is audited', async () => {
    await world.as(OPERATOR).post('/api/v1/sync/schedule/tables.clean-up/run').expect(403);
    await world.as('olivia@harbour.test').get('/api/v1/sync/schedule').expect(403);
    await world.anonymous().get('/api/v1/sync/schedule').expect(401);
    const unknown = await world.as(ADMIN).post('/api/v1/sync/schedule/moon.landing/run').expect(404);
    expect(unknown.body.code).toBe('unknown_job');
    const { id } = await run('tables.clean-up');
    const rows = await world.database.query(
      `select target_id from audit_events where action = 'schedule.run_requested' and change ->> 'run' = $1`,
      [id],
    );
    expect(rows).toEqual([{ target_id: 'tables.clean-up' }]);
  });

  it('refuses a second run while one goes on', async () => {
    await world.database.query(
      `insert into scheduled_runs (id, job, slot, trigger, state, holder, lease_until, started_at)
       values (gen_random_uuid(), 'webhooks.endpoint', now(), 'schedule', 'running', 'elsewhere', now() + interval '1 minute', now())`,
    );
    const refused = await world.as(ADMIN).post('/api/v1/sync/schedule/webhooks.endpoint/run').expect(409);
    expect(refused.body.code).toBe('job_running');
    await world.database.query(`delete from scheduled_runs where holder = 'elsewhere'`);
  });

  it('closes invitations that ran out, each with a row in the audit log, and leaves the others', async () => {
    const invite = async (emailAddress: string): Promise<string> => {
      const { body } = await world
        .as('olivia@harbour.test')
        .post(`/api/v1/organizations/${world.harbour.id}/invitations`, {
          email: emailAddress,
          role: 'org:member',
        })
        .expect(201);
      return body.id;
    };
    const [overdue, fresh] = [await invite('late@guest.test'), await invite('early@guest.test')];
    await world.jobsDone();
    await world.database.query(
      `update invitations set expires_at = now() - interval '1 second' where id = $1`,
      [overdue],
    );
    expect(await run('invitations.expire')).toMatchObject({ state: 'succeeded', result: { expired: 1 } });
    const states = await world.database.query(
      'select id, status from invitations where id = any ($1) order by status',
      [[overdue, fresh]],
    );
    expect(states).toEqual([
      { id: overdue, status: 'expired' },
      { id: fresh, status: 'pending' },
    ]);
    const audited = await world.database.query(
      `select organization_id from audit_events where action = 'invitation.expired' and target_id = $1`,
      [overdue],
    );
    expect(audited).toEqual([{ organization_id: world.harbour.id }]);
  });

  it('drops payloads after seven days and keeps id and hash', async () => {
    await world.database.query(
      `update webhook_deliveries set received_at = now() - make_interval(secs => $1)
        where svix_id = (select min(svix_id) from webhook_deliveries)`,
      [7 * DAY + 60],
    );
    expect(await run('webhooks.payloads')).toMatchObject({ result: { payloads: 1, rows: 0 } });
    const rows = await world.database.query<{ body_sha256: Buffer }>(
      'select body_sha256 from webhook_deliveries where payload is null',
    );
    expect(rows.map(({ body_sha256 }) => body_sha256.length)).toEqual([32]);
    expect(await run('webhooks.payloads')).toMatchObject({ result: { payloads: 0, rows: 0 } });
  });

  it('raises an alarm when Clerk shows a change that no webhook told, and clears it once webhooks are back', async () => {
    const openAlarms = async () => {
      const { body } = await world.as(OPERATOR).get('/api/v1/sync/alarms?open=true').expect(200);
      return body.data.filter((alarm: { kind: string }) => alarm.kind === 'silence');
    };
    /** Looks as one would a quarter of an hour from now: what is under way today has arrived by then. */
    const lookLater = async () => {
      clock.aheadMs = 15 * 60_000;
      const { done } = await world.app
        .get(SchedulerService)
        .runNow('webhooks.silence', { kind: 'system', name: 'test' });
      const { result } = await done;
      clock.aheadMs = 0;
      return result;
    };
    await run('webhooks.silence');
    world.clerk.control.setWebhookFaults({ drop: true });
    const { id } = world.clerk.control.ensureUser({ email: 'silent@nowhere.test' });
    expect(await lookLater()).toMatchObject({ untold: 1 });
    expect(await openAlarms()).toEqual([
      expect.objectContaining({ subject: 'user', detail: expect.objectContaining({ clerkId: id }) }),
    ]);
    world.clerk.control.clearFaults();
    world.clerk.control.ensureUser({ email: 'loud@nowhere.test' });
    await world.settled();
    expect(await lookLater()).toMatchObject({ untold: 0 });
    expect(await openAlarms()).toEqual([]);
  });
});
