import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ErasureRunService } from '#privacy';
import { atClerk } from '../../support/at-clerk.js';
import { makeRobot, withKey } from '../../support/robots.js';
import { until } from '../../support/test-app.js';
import { SvixSender } from '../webhooks/svix-sender.js';
import { databaseCases } from './database-cases.js';
import { DrivenRunbook, FRESH, sections } from './driven-runbook.js';

describe('the runbook, on a service in that state', () => {
  let runbook: DrivenRunbook;

  beforeAll(async () => {
    runbook = await DrivenRunbook.start();
  });
  afterEach(() => runbook.takeBack());
  afterAll(() => runbook.close());

  it('names the fault where sign-ins fail', async () => {
    const { world, runSection } = runbook;
    const { jwt } = world.clerk.control.tokens({
      email: 'mark@harbour.test',
      claims: { azp: 'https://other.example' },
    });
    const refused = await fetch(`${world.url}/api/v1/me`, { headers: { authorization: `Bearer ${jwt}` } });
    expect(refused.status).toBe(401);
    const { text } = await runSection('Sign-ins fail');
    expect(text).toMatch(/^tenantry_token_refusals_total\{reason="wrong_party"\} 1$/m);
    expect(text).toMatch(/clock/);
  });

  it('shows how each part is', async () => {
    const { runSection, removeBundle } = runbook;
    const { code, text } = await runSection('Requests fail or are slow');
    expect(code).toBe(0);
    expect(text).toMatch(/"database":\{"status":"ok"/);
    expect(text).toContain('debug-bundle.zip holds the rest');
    removeBundle();
  });

  it('shows alarm and dead letter where webhooks could not be applied, and proves the endpoint', async () => {
    const { world, mend, runSection } = runbook;
    const sender = new SvixSender(world, 'runbook');
    await sender.deliver({
      type: 'user.created',
      data: { id: `user_${'f'.repeat(27)}`, email_addresses: 'none' },
    });
    await world.settled();
    const { code, text } = await runSection('Webhooks are silent');
    expect(code).toBe(0);
    expect(text).toContain('"kind":"dead_letter"');
    expect(text).toMatch(/^.*user\.created.*msg_runbook1|^msg_runbook1/m);
    expect(text).toMatch(/webhook endpoint/i);
    mend.push(() => world.database.query(`delete from webhook_deliveries where state = 'dead'`));
    mend.push(() => world.database.query('delete from sync_alarms'));
  });

  it('finds the drift, applies what it showed, and finds none any more', async () => {
    const { world, mend, runSection } = runbook;
    const { control } = world.clerk;
    control.setWebhooks({ enabled: false });
    mend.push(() => control.setWebhooks({ enabled: true }));
    await atClerk(world.clerk, 'PATCH', `/users/${control.ensureUser({ email: 'sam@harbour.test' }).id}`, {
      last_name: 'Renamed',
    });
    const { code, text } = await runSection('Drift grows');
    expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(/reconcile apply|applied/) });
    const [row] = await world.database.query<{ name: string }>(
      `select last_name as name from users where email_address = 'sam@harbour.test'`,
    );
    expect(row?.name).toBe('Renamed');
  });

  databaseCases(() => runbook);

  it('lists keys, checks the log, and revokes the key of a service account', async () => {
    const { world, runSection } = runbook;
    const robot = await makeRobot(world.as('olivia@harbour.test', FRESH), world.harbour.id);
    await withKey(world.url, robot.key)
      .get('/api/v1/session')
      .expect((answer) => {
        expect(answer.status).not.toBe(401);
      });
    const { text } = await runSection(
      'A key has leaked',
      { ORGANIZATION: world.harbour.id, ACCOUNT: robot.id, KEY: robot.keyId },
      'olivia@harbour.test',
    );
    expect(text).toMatch(/CLERK_SECRET_KEY {2}[0-9a-f]{16}/);
    expect(text).toMatch(/^204$/m);
    expect(text).not.toContain(world.clerk.secretKey);
    await withKey(world.url, robot.key).get('/api/v1/session').expect(401);
  });

  it('says for what an erasure waits, and ends it once that is mended', async () => {
    const { world, mend, runSection } = runbook;
    const userId = await world.userId('vera@harbour.test');
    const asked = await world
      .as('vera@harbour.test', FRESH)
      .post('/api/v1/privacy/erasures', { userId, gracePeriodDays: 1 })
      .expect(201);
    const id = String(asked.body.id);
    await world.database.query(
      `update privacy_erasures set erase_after = now() - interval '1 minute' where id = $1`,
      [id],
    );
    world.clerk.control.setFaults([{ match: `/v1/users`, status: 503 }]);
    mend.push(() => {
      world.clerk.control.clearFaults();
    });
    const erasures = world.app.get(ErasureRunService, { strict: false });
    await erasures.advance(id, { now: true });
    const stuck = await runSection('An erasure is stuck', { ERASURE: id });
    expect(stuck.text).toMatch(/"waitingFor":"Clerk/);
    world.clerk.control.clearFaults();
    await until('it is done', async () => {
      await world.settled();
      const { text } = await runSection('An erasure is stuck', { ERASURE: id });
      return text.includes('"status":"done"');
    });
  });

  it('shows the breaker and the part of Clerk that is down', async () => {
    const { world, mend, breakGlassKey, runSection, metrics } = runbook;
    world.clerk.control.setFaults([{ match: '/v1', status: 503 }]);
    mend.push(() => {
      world.clerk.control.clearFaults();
    });
    const olivia = world.as('olivia@harbour.test', FRESH);
    const isOpen = async () => {
      return /^tenantry_clerk_breaker_state\{endpoint="\w+"\} 2$/m.test(await metrics());
    };
    await until('a breaker is open', async () => {
      if (await isOpen()) return true;
      await olivia.post('/api/v1/organizations', { name: 'Another', slug: 'another' });
      return isOpen();
    });
    const person = await world.userId('greta@alpine.test');
    const { text } = await runSection('Clerk is down', {
      OWNER: world.clerk.control.ensureUser({ email: 'owner@tenantry.test' }).id,
      PERSON: person,
      BREAK_GLASS_KEY: breakGlassKey,
    });
    expect(text).toMatch(/^tenantry_clerk_breaker_state\{endpoint="\w+"\} 2$/m);
    expect(text).toMatch(/^FAIL {2}clerk /m);
    expect(text).toContain(`"id":"${person}"`);
    expect(text).toMatch(/"banned":true.* 200$/m);
    expect(text).toMatch(/"break_glass":\{"status":"warning","detail":\{"isConfigured":true,"usedLastDay":4/);
    const [row] = await world.database.query<{ banned: boolean }>('select banned from users where id = $1', [
      person,
    ]);
    expect(row?.banned).toBe(true);
  });

  it('names the periodic jobs that are late, and runs one', async () => {
    const { world, runSection, metrics } = runbook;
    await world.database.query(
      `insert into scheduled_runs (id, job, slot, trigger, state, holder, lease_until, started_at, finished_at, next_slot)
       select gen_random_uuid(), 'invitations.expire', then_at, 'schedule', 'succeeded', 'a replica that is gone',
              then_at, then_at, then_at, then_at + interval '1 hour'
         from (values (date_trunc('hour', now() - interval '1 day'))) as yesterday (then_at)`,
    );
    await world.database.query(`delete from scheduled_runs where started_at > now() - interval '23 hours'`);
    const late = await runSection('Periodic jobs are late');
    expect(late.code).toBe(0);
    expect(late.text).toMatch(/^tenantry_schedule_late [1-9]$/m);
    expect(late.text).toMatch(/^FAIL {2}schedule .*no periodic job has run for \d{4} minutes/m);
    expect(late.text).toMatch(/^invitations\.expire succeeded/m);
    expect(await metrics()).toMatch(/^tenantry_schedule_late 0$/m);
  });

  it('looks for who is back after a restore', async () => {
    const { world, mend, runSection } = runbook;
    expect((await runSection('Restore')).code).toBe(0);
    // As a backup from before the erasure above would have it.
    const [erased] = await world.database.query<{ id: string }>(
      `select user_id as id from privacy_erasures where status = 'done'`,
    );
    await world.database.query('insert into users (id, created_at, updated_at) values ($1, now(), now())', [
      erased!.id,
    ]);
    mend.push(() => world.database.query('delete from users where id = $1', [erased!.id]));
    const back = await runSection('Restore');
    expect(back.code).toBe(1);
    expect(back.text).toMatch(/--apply/);
  });

  it('names the migration that is pending', async () => {
    const { world, mend, runSection } = runbook;
    expect((await runSection('Upgrade')).text).toMatch(/^ok\s+migrations/im);
    const [last] = await world.database.query<{ id: number; timestamp: string; name: string }>(
      'select id, timestamp, name from migrations order by id desc limit 1',
    );
    await world.database.query('delete from migrations where id = $1', [last!.id]);
    mend.push(() =>
      world.database.query('insert into migrations (id, timestamp, name) values ($1, $2, $3)', [
        last!.id,
        last!.timestamp,
        last!.name,
      ]),
    );
    const { text } = await runSection('Upgrade');
    expect(text).toMatch(/^fail\s+migrations/im);
  });

  it('names the keys of another instance', async () => {
    const { runSection } = runbook;
    const { text } = await runSection('The Clerk instance was replaced', {
      CLERK_INSTANCE_ID: 'ins_another0another0another0ano',
    });
    expect(text).toMatch(/^FAIL {2}instance .*CLERK_INSTANCE_ID says ins_another0/m);
  });

  it('has no commands that nobody runs', () => {
    const withCommands = [...sections].filter(([, commands]) => commands !== '').map(([heading]) => heading);
    expect(withCommands.filter((heading) => !runbook.run.has(heading))).toEqual([]);
    expect(withCommands.length).toBeGreaterThan(10);
  });
});
