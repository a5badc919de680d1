import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/database';
import type { TableGrowth } from '#manifest';
import { SchedulerService } from '#scheduler';
import { PeriodicJobs } from '../../../src/scheduler/periodic-jobs.js';
import { modules } from '../../../src/modules.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

/** What takes rows away and is no entry of the schedule. */
const OTHER_REMOVERS = ['audit retention', 'reconciliation', 'usage ledger', 'job queue', 'accounts import'];
const tableGrowth = Object.assign({}, ...modules.map(({ growth = {} }) => growth)) as Record<
  string,
  TableGrowth
>;

describe('no table grows without an end', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  async function cleanUp(): Promise<void> {
    await world.as('admin@tenantry.test').post('/api/v1/sync/schedule/tables.clean-up/run').expect(202);
    await world.app.get(SchedulerService).idle();
  }

  it('each one of the catalogue has a retention, a bound or a reason in the list, and the list has no other', async () => {
    const tables = await world.database.query<{ name: string }>(
      `select distinct case when n.nspname = 'jobs' then 'jobs.*' else n.nspname || '.' || c.relname end as name
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname <> 'partitions' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`,
    );
    expect(Object.keys(tableGrowth).toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
  });

  it('each retention is somebody’s work', () => {
    const known = [
      ...world.app.get(PeriodicJobs, { strict: false }).list.map(({ name }) => name),
      ...OTHER_REMOVERS,
    ];
    const removers = Object.values(tableGrowth).flatMap((growth) => ('by' in growth ? [growth.by] : []));
    expect(removers.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('sessions that ended or ran out a month ago go, others stay', async () => {
    const mark = await world.userId('mark@harbour.test');
    await world.database.query(
      `insert into user_sessions (clerk_id, user_id, status, created_at, expires_at, ended_at, source_updated_at)
       select 'sess_' || name, $1, 'active', now() - interval '1 year', now() + expires::interval, now() + ended::interval, now()
         from (values ('ended', '1 day', '-31 days'), ('lately', '1 day', '-29 days'), ('expired', '-31 days', null),
                      ('running', '7 days', null), ('endless', null, null)) as session(name, expires, ended)`,
      [mark],
    );
    await cleanUp();
    const left = await world.database.query(
      `select clerk_id from user_sessions where clerk_id like 'sess\\_%' and user_id = $1 and created_at < now() - interval '300 days'
        order by 1`,
      [mark],
    );
    expect(left.map(({ clerk_id: id }) => id)).toEqual(['sess_endless', 'sess_lately', 'sess_running']);
  });

  it('alarms that were cleared three months ago go, others stay', async () => {
    const [old, fresh, open] = [newId(), newId(), newId()];
    await world.database.query(
      `insert into sync_alarms (id, kind, subject, detail, raised_at, last_seen_at, cleared_at)
       select id, 'silence', id::text, '{}', now() - interval '1 year', now() - interval '1 year', now() + cleared::interval
         from (values ($1::uuid, '-91 days'), ($2, '-89 days'), ($3, null)) as alarm(id, cleared)`,
      [old, fresh, open],
    );
    await cleanUp();
    const left = await world.database.query('select id from sync_alarms where id = any ($1) order by id', [
      [old, fresh, open],
    ]);
    expect(left.map(({ id }) => id)).toEqual([fresh, open].toSorted());
  });
});
