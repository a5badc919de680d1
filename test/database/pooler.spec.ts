import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { systemScope } from '#auth';
import { checkDatabaseHardening, createDataSource, namedStatementsOf, UnitOfWork } from '#libs/database';
import { tablesWithoutRowSecurity } from '#migrations';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { startTransactionPooler, type TransactionPooler } from '../support/transaction-pooler.js';

const SETTINGS = `select name, setting from pg_settings where name in
  ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'TimeZone') order by name collate "C"`;
const WANTED = [
  { name: 'TimeZone', setting: 'UTC' },
  { name: 'idle_in_transaction_session_timeout', setting: '10000' },
  { name: 'lock_timeout', setting: '2000' },
  { name: 'statement_timeout', setting: '5000' },
];
const ANSWER = { name: 'spec: the answer', text: 'select $1::int + 1 as next' };
const SYSTEM = systemScope('health');

describe('behind a pooler in transaction mode', () => {
  let database: TestDatabase;
  let pooler: TransactionPooler;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    pooler = await startTransactionPooler(database.url);
    dataSource = await open(pooler.url);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await pooler.close();
    await database.drop();
  });

  it('the server keeps every time-out and the time zone, as without one', async () => {
    expect(await dataSource.query(SETTINGS)).toEqual(WANTED);
    const direct = await open(database.url);
    expect(await direct.query(SETTINGS)).toEqual(WANTED);
    await direct.destroy();
  });

  it('a locked table ends a statement after two seconds', async () => {
    const holder = await open(database.superuserUrl);
    const runner = holder.createQueryRunner();
    await runner.query('begin');
    await runner.query('lock table users in access exclusive mode');
    await expect(dataSource.query('select count(*) from users')).rejects.toMatchObject({ code: '55P03' });
    await runner.query('rollback');
    await runner.release();
    await holder.destroy();
  });

  it('that knows no named statements reading and writing go on without names', async () => {
    const unitOfWork = new UnitOfWork(dataSource);
    for (let number = 0; number < 12; number += 1) {
      const answers = await Promise.all([
        unitOfWork.read<{ next: number }>(SYSTEM, ANSWER, [number]),
        unitOfWork.unscoped<{ next: number }>(ANSWER, [number]),
        unitOfWork.run(SYSTEM, () =>
          unitOfWork.manager().query<{ next: number }[]>('select $1::int + 1 as next', [number]),
        ),
      ]);
      expect(answers.map(([row]) => row?.next)).toEqual(Array(3).fill(number + 1));
    }
    expect(namedStatementsOf(dataSource).areUsed).toBe(false);
    expect(pooler.lent()).toBeGreaterThan(36);
  });

  it('that knows none is recognised before the first request', async () => {
    const fresh = await open(pooler.url);
    expect(await namedStatementsOf(fresh).probe()).toBe(false);
    expect(namedStatementsOf(fresh).areUsed).toBe(false);
    await fresh.destroy();
  });
});

describe('the time-outs of the runtime role', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  it.each([
    ['statement_timeout', '0'],
    ['statement_timeout', '6s'],
    ['lock_timeout', '0'],
    ['idle_in_transaction_session_timeout', '0'],
    ['TimeZone', 'Europe/Vienna'],
  ])(
    '%s = %s is refused by the hardening check, with the statement that mends it',
    async (setting, value) => {
      const name = new URL(database.url).pathname.slice(1);
      await database.query(`alter role tenantry_app in database ${name} set ${setting} = '${value}'`);
      const dataSource = await open(database.url);
      const check = checkDatabaseHardening(dataSource, { withoutRowSecurity: tablesWithoutRowSecurity });
      await expect(check).rejects.toThrow(`ALTER ROLE tenantry_app SET ${setting}`);
      await dataSource.destroy();
      await database.query(`alter role tenantry_app in database ${name} reset all`);
    },
  );

  it('named statements are used without a pooler', async () => {
    const dataSource = await open(database.url);
    expect(await namedStatementsOf(dataSource).probe()).toBe(true);
    expect(namedStatementsOf(dataSource).areUsed).toBe(true);
    await dataSource.destroy();
  });
});

async function open(url: string): Promise<DataSource> {
  return createDataSource({
    url,
    entities: [],
    poolSize: 6,
    onConnectionError: () => undefined,
  }).initialize();
}
