import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageMonthsService } from '#usage';
import { RecordsStore } from '../../../src/usage/ledger/records.store.js';
import { rawBody } from './raw-body.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const ACTOR = { kind: 'system', name: 'test' } as const;

describe('a month that is closed', () => {
  let world: DemoWorld;

  beforeEach(async () => {
    world = await startDemoWorld({ variables: () => ({ CLERK_PLAN_LIMIT_MRU: '2' }) });
    await world.database.query(`update usage_ledger set began_at = '2026-08-10T12:00:00Z'`);
    await world.database.query(`update users set created_at = '2026-09-03T10:00:00Z'`);
    await world.database.query(`update properties set created_at = '2026-08-11T00:00:00Z'`);
    await world.database.query(`update organizations set created_at = '2026-08-11T00:00:00Z'`);
    await fill('2026-09-03', true, ['olivia@harbour.test', 'mark@harbour.test', 'anton@alpine.test']);
    await fill('2026-09-17', false, ['olivia@harbour.test', 'mark@harbour.test']);
    await fill('2026-09-30', false, ['mark@harbour.test']);
  });

  afterEach(() => world.close());

  async function fill(day: string, isFirst: boolean, emails: string[]): Promise<void> {
    await world.database.query(
      `insert into usage_people (user_id) select id from users where email_address = any ($1::text[]) on conflict do nothing`,
      [emails],
    );
    const people = `select p.usage_id, m.organization_id from usage_people p join users u on u.id = p.user_id
      left join memberships m on m.user_id = u.id where u.email_address = any ($3::text[])`;
    await world.database.query(
      `insert into platform_activity_days select $1::date, usage_id, $2::boolean from (${people}) p`,
      [day, isFirst, emails],
    );
    await world.database.query(
      `insert into organization_activity_days
         select organization_id, $1::date, $1::date, usage_id, $2::boolean, $2::boolean from (${people}) p`,
      [day, isFirst, emails],
    );
  }

  const owner = () => world.as('owner@tenantry.test');
  const close = (month: string) => owner().post(`/api/v1/usage/months/${month}/close`);
  const closed = () => world.app.get(UsageMonthsService, { strict: false }).closeMonth('2026-09', ACTOR);
  const records = () =>
    world.database.query<{ body: string; sha256: Buffer }>(
      `select kind, period::text, organization_id, property_id, variant, body, sha256 from usage_records
       order by kind, period, organization_id nulls first, property_id nulls first, variant`,
    );

  it('killed half-way is closed by the next run with the same bytes', async () => {
    const months = world.app.get(UsageMonthsService, { strict: false });
    const store = world.app.get(RecordsStore, { strict: false });
    const keepAll = store.keepAll.bind(store);
    let left = 5;
    Object.assign(months, { placesAtOnce: 2 });
    store.keepAll = (...what) => {
      if ((left -= 1) < 0) throw new Error('killed');
      return keepAll(...what);
    };
    await expect(months.closeMonth('2026-09', ACTOR)).rejects.toThrow('killed');
    store.keepAll = keepAll;
    const half = await records();
    expect(half.length).toBeGreaterThan(0);
    expect((await owner().get('/api/v1/usage?month=2026-09').expect(200)).body).toMatchObject({
      mau: 3,
      mru: 2,
    });
    await months.closeMonth('2026-09', ACTOR);
    const whole = await records();
    expect(whole).toEqual(expect.arrayContaining(half));
    expect(whole).toHaveLength(1 + 2 * 2 + 4 * 2);

    // From nothing again, in one go.
    await world.database.query(
      `begin; set local session_replication_role = replica; delete from usage_records; commit`,
    );
    await months.closeMonth('2026-09', ACTOR);
    expect(await records()).toEqual(whole);
  });

  it('is answered with the stored bytes, whose hash is the ETag', async () => {
    await closed();
    const answer = await owner().get('/api/v1/usage?month=2026-09').buffer(true).parse(rawBody).expect(200);
    const [row] = await world.database.query<{ body: string }>(
      `select body from usage_records where kind = 'month' and organization_id is null`,
    );
    expect((answer.body as Buffer).toString('utf8')).toBe(row!.body);
    expect(answer.headers['etag']).toBe(`"${createHash('sha256').update(row!.body).digest('hex')}"`);
    const again = await owner()
      .get('/api/v1/usage?month=2026-09')
      .set('If-None-Match', answer.headers['etag']!);
    expect([again.status, again.text]).toEqual([304, '']);
    expect(JSON.parse(row!.body)).toMatchObject({
      month: '2026-09',
      complete: true,
      mau: 3,
      mru: 2,
      mao: 2,
      mro: 1,
      new: 3,
      returning: 0,
      ledger: { beganOn: '2026-08-10', coversWholeMonth: true },
      members: { moment: 'closing' },
      forecast: null,
      alerts: [{ kind: 'reached_80_percent' }, { kind: 'reached_100_percent' }],
    });
    expect(JSON.parse(row!.body).days).toHaveLength(30);
  });

  it('takes nothing more, and is no other after somebody was erased, who can then no longer be explained', async () => {
    await closed();
    const read = async (path: string) =>
      (await owner().get(path).set('X-Access-Reason', 'numbers').expect(200)).body;
    const organization = `/api/v1/organizations/${world.harbour.id}/usage?month=2026-09`;
    const before = [await read('/api/v1/usage?month=2026-09'), await read(organization)];
    const open = (await read('/api/v1/usage')).mau;
    const mark = await world.userId('mark@harbour.test');
    const explain = () => owner().get(`/api/v1/usage/explain?month=2026-09&userId=${mark}`);
    expect((await explain().expect(200)).body).toMatchObject({
      active: true,
      retained: true,
      signedUpOn: '2026-09-03',
      activeDays: ['2026-09-03', '2026-09-17', '2026-09-30'],
    });
    await world.database.query('delete from users where id = $1', [mark]);
    expect([await read('/api/v1/usage?month=2026-09'), await read(organization)]).toEqual(before);
    expect((await read('/api/v1/usage')).mau).toBe(open);
    await explain().expect(404);
  });

  it('is closed once, with one row in the audit log', async () => {
    const first = await close('2026-09').expect(200);
    const second = await close('2026-09').expect(200);
    expect(second.text).toBe(first.text);
    const rows = await world.database.query(
      `select target_id from audit_events where action = 'usage.month_closed'`,
    );
    expect(rows).toEqual([{ target_id: '2026-09' }]);
  });

  it('cannot be closed before it is over, or where the ledger knows nothing, and is told which', async () => {
    const running = new Date().toISOString().slice(0, 7);
    expect((await close(running).expect(422)).body).toMatchObject({ code: 'month_not_over' });
    expect((await close('2026-07').expect(422)).body).toMatchObject({
      code: 'before_ledger',
      detail: expect.stringContaining('2026-08-10'),
    });
    await close('2026-13').expect(404);
    await world.as('operator@tenantry.test').post('/api/v1/usage/months/2026-08/close').expect(403);
  });

  it('says which days it covers when the ledger began within it', async () => {
    const { body } = await close('2026-08').expect(200);
    expect(body.ledger).toEqual({ beganOn: '2026-08-10', coversWholeMonth: false });
    expect(body.days[0]).toMatchObject({ date: '2026-08-10', dau: 0 });
    expect(body.days).toHaveLength(22);
  });

  it('leaves the running one open, whose prices are told to be second-hand', async () => {
    const { body } = await owner().get('/api/v1/usage').expect(200);
    expect(body.complete).toBe(false);
    expect(body.cost.prices).toMatchObject({ isSecondHand: true, asOf: '2026-09-20' });
  });

  it('days are rolled up for the past as often as one likes, to the same bytes; alerts are raised once', async () => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const today = new Date().toISOString().slice(0, 10);
    await fill(yesterday, false, ['olivia@harbour.test', 'anton@alpine.test', 'vera@harbour.test']);
    await fill(`${today.slice(0, 7)}-01`, false, [
      'olivia@harbour.test',
      'anton@alpine.test',
      'vera@harbour.test',
    ]);
    const roll = (day: string) => owner().post(`/api/v1/usage/days/${day}/roll-up`);
    const first = await roll(yesterday).expect(200);
    expect(first.body.dau).toBeGreaterThanOrEqual(3);
    await fill(yesterday, false, ['greta@alpine.test']);
    expect((await roll(yesterday).expect(200)).text).toBe(first.text);
    expect((await roll('2026-09-17').expect(200)).body).toEqual({
      date: '2026-09-17',
      dau: 2,
      new: 0,
      returning: 2,
    });
    expect((await roll(today).expect(422)).body).toMatchObject({ code: 'day_not_over' });
    expect((await roll('2026-08-09').expect(422)).body).toMatchObject({ code: 'before_ledger' });
    await roll('2026-02-30').expect(404);
    const alerts = await world.database.query(
      `select change ->> 'kind' as kind from audit_events where action = 'usage.alert_raised' order by id`,
    );
    const isSameMonth = yesterday.slice(0, 7) === today.slice(0, 7);
    expect(alerts).toEqual(
      isSameMonth ? [{ kind: 'reached_80_percent' }, { kind: 'reached_100_percent' }] : alerts,
    );
    const [taken] = await world.database.query(
      `select members_day::text as day from usage_months where month = $1`,
      [`${yesterday.slice(0, 7)}-01`],
    );
    expect(taken).toEqual({ day: yesterday });
  });
});
