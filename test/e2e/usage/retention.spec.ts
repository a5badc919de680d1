import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { SchedulerService } from '#scheduler';
import { UsageMonthsService } from '#usage';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const ACTOR = { kind: 'system', name: 'test' } as const;
const KEPT_MONTHS = 13;

/** The first day of the month that lies so many months back. */
function monthBack(count: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1)).toISOString().slice(0, 10);
}

describe('days of activity that are older than they are kept', () => {
  let world: DemoWorld;
  const [older, oldest, kept] = [
    monthBack(KEPT_MONTHS + 1),
    monthBack(KEPT_MONTHS + 2),
    monthBack(KEPT_MONTHS),
  ];

  beforeAll(async () => {
    world = await startDemoWorld({
      variables: () => ({ USAGE_RETENTION_MONTHS: String(KEPT_MONTHS) }),
    });
    await world.database.query('update usage_ledger set began_at = $1', [oldest]);
    await world.database.query(`update users set created_at = '2020-01-01T00:00:00Z'`);
    await world.database.query(
      'insert into usage_people (user_id) select id from users on conflict do nothing',
    );
    for (const first of [oldest, older, kept]) {
      await world.database.query(
        `insert into platform_activity_days select $1::date + 9, usage_id, false from usage_people`,
        [first],
      );
      await world.database.query(
        `insert into organization_activity_days
           select $1, $2::date + 9, $2::date + 9, usage_id, false, false from usage_people`,
        [world.harbour.id, first],
      );
    }
  });

  afterAll(() => world.close());

  const drop = async () => {
    const url = '/api/v1/sync/schedule/usage.retention/run';
    await world.as('admin@tenantry.test').post(url).expect(202);
    await world.app.get(SchedulerService, { strict: false }).idle();
  };
  const months = async (table: string): Promise<string[]> => {
    const rows = await world.database.query<{ month: string }>(
      // What the requests of this test write stands in the month that runs.
      `select distinct to_char(date_trunc('month', day), 'YYYY-MM-DD') as month from ${table}
        where day < date_trunc('month', now()) order by 1`,
    );
    return rows.map(({ month }) => month);
  };
  const report = (month: string) =>
    world.as('owner@tenantry.test').get(`/api/v1/usage?month=${month.slice(0, 7)}`);

  it('stay while their month is not closed, and go once it is; its report says the same as before', async () => {
    await drop();
    expect(await months('organization_activity_days')).toEqual([oldest, older, kept]);

    const closing = world.app.get(UsageMonthsService, { strict: false });
    await closing.closeMonth(oldest.slice(0, 7), ACTOR);
    const before = await report(oldest).expect(200);
    await drop();
    for (const table of ['platform_activity_days', 'organization_activity_days'])
      expect(await months(table)).toEqual([older, kept]);
    expect((await report(oldest).expect(200)).body).toEqual(before.body);

    await closing.closeMonth(older.slice(0, 7), ACTOR);
    await drop();
    expect(await months('platform_activity_days')).toEqual([kept]);
  });

  it('are the only ones that can be taken away', async () => {
    const unitOfWork = world.app.get(UnitOfWork, { strict: false });
    const gone = await unitOfWork.run(systemScope('usage'), () =>
      unitOfWork.manager().query<[unknown[], number]>('delete from platform_activity_days'),
    );
    expect(gone[1]).toBe(0);
    expect(await months('platform_activity_days')).toEqual([kept]);
  });
});
