import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkDatabaseHardening,
  createDataSource,
  DatabaseHardeningError,
  migrate,
  migrateDown,
} from '#libs/database';
import { migrations, tablesWithoutRowSecurity } from '#migrations';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('migrations', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  it('go down to nothing and up again to the same tables', async () => {
    // The queue keeps its statistics in a table of each day, made for the days when it is set up.
    const tables = () =>
      database.query(
        `select distinct table_schema, regexp_replace(table_name, '^(queue_stats_)\\d{8}$', '\\1day') as table_name,
                column_name, data_type from information_schema.columns
         where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 3`,
      );
    const before = await tables();
    await migrateDown(database.adminUrl, migrations, migrations.length);
    const left = await database.query(
      `select table_name from information_schema.tables where table_schema in ('public', 'jobs', 'app')`,
    );
    expect(left).toEqual([{ table_name: 'migrations' }]);
    await migrate(database.adminUrl, migrations);
    expect(await tables()).toEqual(before);
  });

  it('bring the queue of the version before to the one that its library asks for, with its jobs', async () => {
    const version = async () =>
      Number((await database.query<{ version: number }>('select version from jobs.version'))[0]?.version);
    const indexes = () =>
      database.query(
        `select indexname, indexdef from pg_indexes where schemaname = 'jobs' and tablename = 'job_common' order by 1`,
      );
    const [present, built] = [await version(), await indexes()];
    while ((await version()) === present) await migrateDown(database.adminUrl, migrations, 1);
    expect(await version()).toBe(43);
    await database.query(`select jobs.create_queue('spec', '{"policy": "standard"}')`);
    await database.query(`insert into jobs.job (name, data) values ('spec', '{"kept": true}')`);
    await migrate(database.adminUrl, migrations);
    expect(await version()).toBe(present);
    expect(await indexes()).toEqual(built);
    expect(await database.query(`select data from jobs.job where name = 'spec'`)).toEqual([
      { data: { kept: true } },
    ]);
  });

  it('applied a second time change nothing', async () => {
    expect(await migrate(database.adminUrl, migrations)).toEqual([]);
  });

  it('leave every table under row-level security, for a role that cannot pass it by', async () => {
    const dataSource = await open(database.url);
    await expect(
      checkDatabaseHardening(dataSource, { withoutRowSecurity: tablesWithoutRowSecurity }),
    ).resolves.toBeUndefined();
    await dataSource.destroy();
  });

  it('the hardening check refuses the owner, the superuser and a table without row-level security, and names them', async () => {
    for (const [url, finding] of [
      [database.adminUrl, 'owns tables'],
      [database.superuserUrl, 'is a superuser'],
    ] as const) {
      const dataSource = await open(url);
      await expect(
        checkDatabaseHardening(dataSource, { withoutRowSecurity: tablesWithoutRowSecurity }),
      ).rejects.toThrow(finding);
      await dataSource.destroy();
    }
    await database.query('alter table properties no force row level security');
    const dataSource = await open(database.url);
    const check = checkDatabaseHardening(dataSource, { withoutRowSecurity: tablesWithoutRowSecurity });
    await expect(check).rejects.toThrow(DatabaseHardeningError);
    await expect(check).rejects.toThrow('public.properties');
    await dataSource.destroy();
  });
});

async function open(url: string) {
  const dataSource = createDataSource({ url, entities: [], poolSize: 1, onConnectionError: () => undefined });
  return dataSource.initialize();
}
