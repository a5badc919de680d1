import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BulkRunService } from '#privacy';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const BULK = '/api/v1/privacy/bulk';
const STEPPED_UP = { fva: [0, -1] };
const NOBODY = '0190a0a0-0000-7000-8000-000000000000';

describe('bulk work of compliance staff', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const staff = () => world.as('compliance@tenantry.test', STEPPED_UP);
  const idsOf = (...emails: string[]) => Promise.all(emails.map((email) => world.userId(email)));
  const done = async (id: string) => {
    await until('the bulk is done', async () => (await staff().get(`${BULK}/${id}`)).body.status === 'done');
    return (await staff().get(`${BULK}/${id}`).expect(200)).body;
  };
  const resultsOf = async (id: string) => {
    const { body } = await staff().get(`${BULK}/${id}/items`).expect(200);
    return body.data.map(({ result, code }: { result: string; code: string | null }) =>
      code === null ? result : `${result} (${code})`,
    );
  };
  const state = () =>
    world.database.query(
      `select (select count(*) from privacy_requests) as requests, (select count(*) from privacy_erasures) as erasures,
              (select count(*) from privacy_exports) as exports, (select count(*) from privacy_consent_events) as consents,
              (select count(*) from subject_keys) as keys,
              (select count(*) from jobs.job where name <> 'privacy.run-bulk') as jobs,
              (select count(*) from audit_events where action not like 'privacy.bulk%'
                and action not like 'session.%') as audit`,
    );

  it('a dry run tells what would come of each person, and changes nothing', async () => {
    const [mark, sam, vera] = await idsOf('mark@harbour.test', 'sam@harbour.test', 'vera@harbour.test');
    await staff().post('/api/v1/privacy/holds', { userId: sam, article: 'Art. 17(3)(e) GDPR' }).expect(201);
    await world
      .as('vera@harbour.test', STEPPED_UP)
      .post('/api/v1/privacy/erasures', { userId: vera })
      .expect(201);
    await until('no export of another test is being packed', async () => {
      const open = await world.database.query(
        `select from privacy_exports where status in ('pending', 'running')`,
      );
      return open.length === 0;
    });
    const before = await state();
    const people = [mark, sam, vera, mark, NOBODY, 'not an id'];
    const started = await staff().post(BULK, { action: 'erase', people, dryRun: true }).expect(201);
    expect(started.body).toMatchObject({ action: 'erase', dryRun: true, total: 6, done: 3 });
    const over = await done(started.body.id);
    expect(over).toMatchObject({
      done: 6,
      counts: { would_ask: 2, already_open: 1, duplicate: 1, unknown: 2 },
    });
    expect(await resultsOf(started.body.id)).toEqual([
      'would_ask',
      'would_ask (on_hold)',
      'already_open',
      'duplicate',
      'unknown',
      'unknown',
    ]);
    expect(await state()).toEqual(before);
  });

  it('asks once for each person, and once more for nobody', async () => {
    const people = await idsOf('greta@alpine.test', 'anton@alpine.test');
    const wish = { action: 'object', people, purposes: ['profiling'], law: 'ccpa', dryRun: false };
    const first = await staff().post(BULK, wish).expect(201);
    expect((await done(first.body.id)).counts).toEqual({ asked: 2 });
    const second = await staff().post(BULK, wish).expect(201);
    expect((await done(second.body.id)).counts).toEqual({ already_open: 2 });
    const rows = await world.database.query(
      `select law, purposes from privacy_requests where kind = 'objection' and user_id = any($1)`,
      [people],
    );
    expect(rows).toEqual([
      { law: 'ccpa', purposes: ['profiling'] },
      { law: 'ccpa', purposes: ['profiling'] },
    ]);
    const listed = await staff().get(`${BULK}?limit=1`).expect(200);
    expect(listed.body.data[0].id).toBe(second.body.id);
    expect(listed.body.nextCursor).not.toBeNull();
  });

  it('erasures wait for a second person, who approves them together', async () => {
    const people = await idsOf('anton@alpine.test', 'greta@alpine.test');
    const asked = await staff()
      .post(BULK, { action: 'erase', people, gracePeriodDays: 30, dryRun: false })
      .expect(201);
    await done(asked.body.id);
    const path = `${BULK}/${asked.body.id}`;
    const same = await staff().post(`${path}/approve`);
    expect([same.status, same.body.code]).toEqual([403, 'second_person_required']);
    const statuses = () =>
      world.database.query('select status from privacy_erasures where user_id = any($1)', [people]);
    expect(await statuses()).toEqual([{ status: 'awaiting_approval' }, { status: 'awaiting_approval' }]);
    await world.as('owner@tenantry.test', STEPPED_UP).post(`${path}/approve`).expect(200);
    expect((await done(asked.body.id)).counts).toEqual({ approved: 2 });
    expect(await statuses()).toEqual([{ status: 'grace' }, { status: 'grace' }]);
    const twice = await world.as('owner@tenantry.test', STEPPED_UP).post(`${path}/approve`);
    expect([twice.status, twice.body.code]).toEqual([409, 'bulk_not_awaiting_approval']);
  });

  it('refuses what does not fit with a code of its own', async () => {
    const people = await idsOf('mark@harbour.test');
    for (const [body, code] of [
      [{ action: 'object', people, dryRun: true }, 'bulk_options_misplaced'],
      [{ action: 'export', people, purposes: ['a'], dryRun: true }, 'bulk_options_misplaced'],
      [{ action: 'export', people, gracePeriodDays: 1, dryRun: true }, 'bulk_options_misplaced'],
      [{ action: 'export', people: [], dryRun: true }, 'invalid_request'],
      [{ action: 'export', people }, 'invalid_request'],
    ] as const) {
      const answer = await staff().post(BULK, body);
      expect([answer.status, answer.body.code]).toEqual([400, code]);
    }
    await world
      .as('mark@harbour.test', STEPPED_UP)
      .post(BULK, { action: 'export', people, dryRun: true })
      .expect(403);
    await staff().get(`${BULK}/${NOBODY}`).expect(404);
    await staff().get(`${BULK}/${NOBODY}/items`).expect(404);
  });

  it('goes on where it was cut off, with two workers at once, and asks nobody twice', async () => {
    const run = world.app.get(BulkRunService, { strict: false });
    const people = await strangers(40);
    const started = await staff()
      .post(BULK, { action: 'object', people, purposes: ['news'], dryRun: false })
      .expect(201);
    const { id } = started.body;
    // As when a process was killed in the middle: the transaction of one person is gone, the job with it.
    await Promise.all([run.step(id), run.step(id), run.step(id)]);
    await world.database.query(`delete from jobs.job where name = 'privacy.run-bulk'`);
    await Promise.all([run.advance(id), run.advance(id)]);
    expect((await done(id)).counts).toEqual({ asked: 40 });
    const [{ count } = { count: '' }] = await world.database.query<{ count: string }>(
      `select count(*) from privacy_requests where kind = 'objection' and user_id = any($1)`,
      [people],
    );
    expect(count).toBe('40');
    const ends = await world.database.query(
      `select from audit_events where action = 'privacy.bulk_done' and target_id = $1`,
      [id],
    );
    expect(ends).toHaveLength(1);
  });

  it('stops for everybody who is left when whoever asked may not any more', async () => {
    const people = await strangers(5);
    const run = world.app.get(BulkRunService, { strict: false });
    const id = '0190a0a0-0000-7000-8000-000000000002';
    await fileWithoutJob(id, 'mark@harbour.test', people);
    await run.advance(id);
    expect(await resultsOf(id)).toEqual(Array.from({ length: 5 }, () => 'refused (permission_missing)'));
  });

  it('can be cancelled, and then asks for nobody further', async () => {
    const people = await strangers(3);
    const run = world.app.get(BulkRunService, { strict: false });
    const id = '0190a0a0-0000-7000-8000-000000000001';
    await fileWithoutJob(id, 'compliance@tenantry.test', people);
    expect(await run.step(id)).toBe(true);
    const cancelled = await staff().post(`${BULK}/${id}/cancel`).expect(200);
    expect(cancelled.body).toMatchObject({ status: 'cancelled', done: 1, counts: { asked: 1, pending: 2 } });
    await run.advance(id);
    expect((await staff().get(`${BULK}/${id}`)).body).toMatchObject({ status: 'cancelled', done: 1 });
    const again = await staff().post(`${BULK}/${id}/cancel`);
    expect([again.status, again.body.code]).toEqual([409, 'bulk_over']);
  });

  /** A bulk of exports that no job works on. */
  async function fileWithoutJob(id: string, email: string, people: string[]): Promise<void> {
    await world.database.query(
      `insert into privacy_bulks (id, action, law, dry_run, status, requested_by, total, created_at)
       values ($1, 'export', 'gdpr', false, 'running', $2, $3, now())`,
      [id, await world.userId(email), people.length],
    );
    await world.database.query(
      `insert into privacy_bulk_items (bulk_id, position, user_id, result)
       select $1, row_number() over () - 1, id, 'pending' from unnest($2::uuid[]) as id`,
      [id, people],
    );
  }

  /** People of the mirror who belong nowhere. */
  async function strangers(count: number): Promise<string[]> {
    const rows = await world.database.query<{ id: string }>(
      `insert into users (id, banned, two_factor_enabled, created_at, updated_at)
       select gen_random_uuid(), false, false, now(), now() from generate_series(1, $1) returning id`,
      [count],
    );
    return rows.map(({ id }) => id);
  }
});
