import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import {
  checkDatabaseHardening,
  createDataSource,
  firstIdOf,
  migrate,
  migrateDown,
  newId,
  Partitions,
  UnitOfWork,
} from '#libs/database';
import { systemScope } from '#auth';
import { Clock } from '#libs/time';
import { migrations, tablesWithoutRowSecurity } from '#migrations';
import { modules } from '../../src/modules.js';
import { PartitionsService } from '../../src/scheduler/partitions.service.js';
import { IdGenerator } from '../../packages/clerk-emulator/src/state/id-generator.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const SYSTEM = systemScope('scheduler');
const DAY_MS = 86_400_000;
const declared = modules.flatMap(({ partitions = {} }) => Object.keys(partitions)).toSorted();

describe('tables that are partitioned by time', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let partitions: Partitions;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({
      url: database.url,
      entities: [],
      poolSize: 2,
      onConnectionError: () => undefined,
    }).initialize();
    unitOfWork = new UnitOfWork(dataSource);
    partitions = new Partitions(unitOfWork);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const makeAhead = () => {
    const loaded = modules.map((manifest) => ({ manifest, runtime: {} }));
    const commit = <T>(work: () => Promise<T>) => unitOfWork.run(SYSTEM, work);
    const { signal } = new AbortController();
    return new PartitionsService(loaded, partitions, new Clock()).makeAhead({
      commit,
      conclude: commit,
      signal,
      slot: new Date(),
      lastSuccessAt: null,
    });
  };
  const list = (table: string) => unitOfWork.run(SYSTEM, () => partitions.list(table));
  const drop = (table: string, name: string) =>
    unitOfWork.run(SYSTEM, () => partitions.drop(table, { name }));
  const monthsAhead = (count: number) => {
    const now = new Date();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + count, 1));
  };
  const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);

  it('are those that a manifest declares, each with a partition for the time before and a default one', async () => {
    const found = await database.query<{ name: string; parts: string[] }>(
      `select 'public.' || p.relname as name, array_agg(c.relname::text order by c.relname::text collate "C") as parts
         from pg_inherits join pg_class p on p.oid = inhparent join pg_class c on c.oid = inhrelid
        where p.relnamespace = 'public'::regnamespace and p.relkind = 'p' group by 1 order by 1`,
    );
    expect(found.map(({ name }) => name)).toEqual(declared);
    for (const { name, parts } of found) {
      const table = name.slice('public.'.length);
      // Ids of Svix's are not all that a delivery may have, so what was there before stands in the default one.
      if (table === 'webhook_deliveries') expect(parts).toContain(`${table}_default`);
      else expect(parts).toEqual([`${table}_default`, expect.stringMatching(`^${table}_first_\\d{8}$`)]);
    }
  });

  it('get a partition for every month of the three that follow, once', async () => {
    await makeAhead();
    for (const name of declared) {
      const present = await list(name.slice('public.'.length));
      const [to, next] = [dayOf(monthsAhead(3)), dayOf(monthsAhead(4))];
      expect(
        present.some((one) => (one.from ?? '') <= to && one.to >= next),
        name,
      ).toBe(true);
      for (const [index, { to: end }] of present.slice(0, -1).entries())
        expect(present[index + 1]!.from).toBe(end);
    }
    expect(await makeAhead()).toEqual({ made: 0 });
  });

  it('put a row where its time is, by the day and by the milliseconds of an id alike', async () => {
    const bound = await database.query<{ day: string; id: string }>(
      `select app.partition_bound('date', '2031-07-01') as day, app.partition_bound('uuid', '2031-07-01') as id`,
    );
    expect(bound).toEqual([{ day: '2031-07-01', id: firstIdOf(new Date('2031-07-01')) }]);
    const where = async (day: Date) => {
      const rows = await database.query<{ part: string }>(
        `with added as (insert into platform_activity_days values ($1, $2, false) returning tableoid)
         select relname::text as part from pg_class, added where pg_class.oid = added.tableoid`,
        [dayOf(day), newId()],
      );
      return rows[0]!.part;
    };
    expect(await where(new Date('2001-01-01'))).toMatch(/_first_/);
    const digits = (moment: Date) => dayOf(moment).replaceAll('-', '');
    expect(await where(monthsAhead(3))).toBe(
      `platform_activity_days_${digits(monthsAhead(3))}_${digits(monthsAhead(4))}`,
    );
    expect(await where(monthsAhead(9))).toBe('platform_activity_days_default');
  });

  it('make no partition over rows that stand in the default one, which keep their place', async () => {
    const range = [dayOf(monthsAhead(9)), dayOf(monthsAhead(10))] as const;
    const add = (from: string, to: string) =>
      unitOfWork.run(SYSTEM, () => partitions.add('platform_activity_days', from, to));
    expect(await add(...range)).toBe(false);
    expect(await add(dayOf(monthsAhead(10)), dayOf(monthsAhead(11)))).toBe(true);
    const [row] = await database.query<{ count: string }>(
      `select count(*) from platform_activity_days where day >= $1`,
      [range[0]],
    );
    expect(row!.count).toBe('1');
  });

  it('lose a partition only once nothing in it has to stay', async () => {
    const [first] = await list('platform_activity_days');
    expect(await drop('platform_activity_days', first!.name)).toBe(false);
    await database.query(`update usage_ledger set began_at = $1::date at time zone 'UTC'`, [first!.to]);
    expect(await drop('platform_activity_days', first!.name)).toBe(true);
    const left = await database.query(`select from platform_activity_days where day < $1`, [first!.to]);
    expect(left).toEqual([]);
    await expect(drop('platform_activity_days', 'platform_activity_days_default')).rejects.toThrow(
      'no partition',
    );
    await expect(drop('platform_activity_days', 'users')).rejects.toThrow('no partition');
    const [reports] = await list('usage_records');
    await expect(drop('usage_records', reports!.name)).rejects.toThrow('stay for good');
  });

  it('hold deliveries by the time in ids of Svix, and know a repeat in any of them', async () => {
    const ids = new IdGenerator();
    const idAt = (day: Date) => ids.next('msg', day.getTime());
    const bounds = await database.query<{ bound: string }>(
      `select app.partition_bound('text', day::date) as bound
         from generate_series(date '2014-06-01', date '2090-01-01', interval '377 days') day`,
    );
    for (const [index, { bound }] of bounds.entries()) {
      const day = Date.UTC(2014, 5, 1) + index * 377 * 86_400_000;
      expect(idAt(new Date(day)) > bound && idAt(new Date(day - 1_000)) < bound).toBe(true);
    }
    const receive = (id: string, age = '0 days') =>
      database.query<{ part: string }>(
        `with added as (
           insert into webhook_deliveries (svix_id, event_type, body_sha256, state, next_attempt_at, received_at)
           values ($1, 'user.updated', '\\x00', 'applied', now(), now() - $2::interval)
           on conflict (svix_id) do nothing returning tableoid)
         select relname::text as part from pg_class, added where pg_class.oid = added.tableoid`,
        [id, age],
      );
    const [earliest] = await list('webhook_deliveries');
    const dayBefore = new Date(Date.parse(earliest!.from!) - DAY_MS);
    const parts = {
      [idAt(monthsAhead(1))]: /_\d{8}_\d{8}$/,
      [idAt(dayBefore)]: /_default$/,
      probe_1: /_default$/,
    };
    for (const [id, part] of Object.entries(parts)) {
      expect((await receive(id))[0]!.part).toMatch(part);
      expect(await receive(id)).toEqual([]);
    }
    const old = new Date(Date.UTC(2020, 1, 1));
    const add = () =>
      unitOfWork.run(SYSTEM, () => partitions.add('webhook_deliveries', '2020-02-01', '2020-03-01'));
    expect(await add()).toBe(true);
    const name = 'webhook_deliveries_20200201_20200301';
    const [settled, repeated] = [idAt(old), idAt(old)];
    expect((await receive(settled, '121 days'))[0]!.part).toBe(name);
    // Sent in 2020 and repeated by hand last month.
    await receive(repeated, '30 days');
    expect(await drop('webhook_deliveries', name)).toBe(false);
    await database.query(
      `update webhook_deliveries set received_at = now() - interval '121 days', state = 'pending'
                           where svix_id = $1`,
      [repeated],
    );
    expect(await drop('webhook_deliveries', name)).toBe(false);
    await database.query(`update webhook_deliveries set state = 'dead' where svix_id = $1`, [repeated]);
    expect(await drop('webhook_deliveries', name)).toBe(true);
    expect(await database.query('select from webhook_deliveries where svix_id = $1', [settled])).toEqual([]);
  });

  it('are parted by the system alone, and nobody reaches past them into a partition', async () => {
    const asked = (sql: string) => dataSource.query(sql);
    await expect(
      asked(`select app.add_partition('usage_records', '2090-01-01', '2091-01-01')`),
    ).rejects.toThrow('by the system alone');
    await expect(asked(`select app.drop_partition('usage_records', 'x')`)).rejects.toThrow(
      'by the system alone',
    );
    await expect(asked('select from partitions.usage_records_default')).rejects.toThrow('permission denied');
    const check = () => checkDatabaseHardening(dataSource, { withoutRowSecurity: tablesWithoutRowSecurity });
    await expect(check()).resolves.toBeUndefined();
    await database.query('grant select (period) on partitions.usage_records_default to tenantry_app');
    await expect(check()).rejects.toThrow('partitions.usage_records_default');
    await database.query('revoke select (period) on partitions.usage_records_default from tenantry_app');
  });

  it('come out of whole tables and go back into them with every row, key and policy', async () => {
    const other = await createTestDatabase();
    const rules = () =>
      other.query(
        `select tablename, policyname, permissive, roles::text, cmd, qual, with_check from pg_policies
          where schemaname = 'public' and 'public.' || tablename = any ($1)
            and policyname <> 'webhook_deliveries_keeper' order by 1, 2`,
        [declared],
      );
    const keys = () =>
      other.query(
        `select tablename, indexname, replace(indexdef, ' ON ONLY ', ' ON ') as def from pg_indexes
          where schemaname = 'public' and 'public.' || tablename = any ($1)
            and indexname not in ('audit_seals_pkey', 'audit_seals_sequence') order by 1, 2`,
        [declared],
      );
    const rights = () =>
      other.query(
        `select relname, (select string_agg(a::text, ' ' order by a::text) from unnest(relacl) a
                  where a::text not like 'tenantry\\_access=r/%') as acl,
                (select string_agg(tgname || tgtype, ' ' order by tgname) from pg_trigger
                  where tgrelid = c.oid and not tgisinternal) as triggers
           from pg_class c where 'public.' || relname = any ($1) and relnamespace = 'public'::regnamespace order by 1`,
        [declared],
      );
    const [policies, indexes, granted] = [await rules(), await keys(), await rights()];
    const older = migrations.findIndex(({ name }) => name.startsWith('Partitions'));
    const days = [dayOf(new Date()), dayOf(monthsAhead(9))];
    for (const day of days)
      await other.query(`insert into platform_activity_days values ($1, gen_random_uuid(), false)`, [day]);
    await migrateDown(other.adminUrl, migrations, migrations.length - older);
    const parted = await other.query(
      `select from pg_class where relkind = 'p' and relnamespace = 'public'::regnamespace`,
    );
    expect(parted).toEqual([]);
    expect([await rules(), await keys(), await rights()]).toEqual([policies, indexes, granted]);
    const tomorrow = dayOf(new Date(Date.now() + DAY_MS)).replaceAll('-', '');
    await migrate(other.adminUrl, migrations);
    const [earliest] = await other.query<{ name: string }>(
      `select relname::text as name from pg_class where relname ~ '^webhook_deliveries_\\d{8}_\\d{8}$' order by 1`,
    );
    expect(earliest!.name).toMatch(`webhook_deliveries_${tomorrow}_`);
    expect([await rules(), await keys(), await rights()]).toEqual([policies, indexes, granted]);
    expect(
      await other.query(`select to_char(day, 'YYYY-MM-DD') as day from platform_activity_days order by 1`),
    ).toEqual(days.map((day) => ({ day })));
    await other.drop();
  });
});
