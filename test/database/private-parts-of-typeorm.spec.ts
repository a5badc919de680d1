import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { Client, Pool } from 'pg';
import { type DataSource, EntitySchema, type QueryRunner } from 'typeorm';
import { createDataSource, poolOf } from '#libs/database';
import { LibraryCanary } from '../support/library-canary.js';
import { until } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const POOL_OF = 'libs/database/pool-of.ts';
const DATA_SOURCE = 'libs/database/data-source.ts';
const TRANSACTION = 'libs/database/transaction.ts';
const STORES = 'every store that counts the rows it has changed';

const typeorm = new LibraryCanary('typeorm');

interface Note {
  id: number;
  text: string;
}

const Notes = new EntitySchema<Note>({
  name: 'notes',
  columns: { id: { type: Number, primary: true }, text: { type: String } },
});

/** The fields of a runner that the transaction sets, and what it reads. */
type Fields = QueryRunner & { isTransactionActive: unknown; transactionDepth: unknown };

describe('what is leaned on in TypeORM without being documented', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const runners: QueryRunner[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query('create table notes (id int primary key, text text not null)');
    await database.query('grant select, insert, update, delete on notes to tenantry_app');
    dataSource = await createDataSource({
      url: database.url,
      entities: [Notes],
      poolSize: 1,
      onConnectionError: () => undefined,
    }).initialize();
  });

  // There is one connection: what a failed look keeps must not fail the next one.
  afterEach(async () => {
    for (const runner of runners.splice(0)) await runner.release();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** A runner whose own property `query` keeps what passes through it. */
  const watched = async (): Promise<{ runner: Fields; sent: string[] }> => {
    const runner = dataSource.createQueryRunner() as Fields;
    runners.push(runner);
    await runner.connect();
    const sent: string[] = [];
    const query = runner.query.bind(runner) as (...asked: unknown[]) => Promise<unknown>;
    Object.assign(runner, {
      query: (...asked: unknown[]) => {
        sent.push(String(asked[0]));
        return query(...asked);
      },
    });
    return { runner, sent };
  };

  it('driver.master is the pool of pg, made with all of `extra`', () => {
    const pool: unknown = poolOf(dataSource);
    typeorm.holds(pool instanceof Pool, 'driver.master is the pool of pg', POOL_OF);
    const { options } = pool as { options: Record<string, unknown> };
    typeorm.holds(
      typeof options['Client'] === 'function' &&
        options['namedStatements'] !== undefined &&
        options['query_timeout'] === 8_000 &&
        options['max'] === 1,
      'the pool is made with `extra` as it is, and with poolSize',
      DATA_SOURCE,
    );
  });

  it('connect() of a runner lends a connection of that pool until release(), which asks the server nothing', async () => {
    const pool = poolOf(dataSource);
    const { runner, sent } = await watched();
    const connection: unknown = await runner.connect();
    typeorm.holds(
      connection instanceof Client && pool.idleCount === 0 && pool.totalCount === 1,
      'connect() gives the connection of pg that the runner keeps for itself',
      TRANSACTION,
    );
    runner.isTransactionActive = true;
    await runner.release();
    typeorm.holds(
      pool.idleCount === 1 && sent.length === 0,
      'release() gives the connection back as it is, whatever is said of a transaction',
      TRANSACTION,
    );
  });

  it('a runner that is told that a transaction is open begins none around what it saves', async () => {
    const { runner, sent } = await watched();
    typeorm.holds(
      !runner.isTransactionActive && runner.transactionDepth === 0,
      'a runner begins with isTransactionActive false and transactionDepth 0',
      TRANSACTION,
    );
    await runner.manager.save(Notes, { id: 1, text: 'alone' });
    typeorm.holds(
      sent.includes('START TRANSACTION') && sent.at(-1) === 'COMMIT',
      'without that, save() has a transaction of its own (else nothing has to be told any more)',
      TRANSACTION,
    );
    sent.length = 0;
    Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
    await runner.manager.save(Notes, { id: 2, text: 'in one' });
    typeorm.holds(
      sent.length > 0 && sent.every((text) => /^(INSERT|SELECT)/.test(text)),
      'with isTransactionActive and transactionDepth set, save() sends its own statements only',
      TRANSACTION,
    );
    await runner.manager
      .transaction(async (inner) => {
        await inner.save(Notes, { id: 3, text: 'in an inner one' });
      })
      .catch(() => undefined);
    typeorm.holds(
      sent.some((text) => text.startsWith('SAVEPOINT')) && !sent.includes('START TRANSACTION'),
      'a transaction inside of it is a savepoint',
      TRANSACTION,
    );
  });

  it('everything that its manager does goes through the property `query` of the runner', async () => {
    const { runner, sent } = await watched();
    const { manager } = runner;
    const rows = manager.getRepository(Notes);
    const ways: Record<string, () => Promise<unknown>> = {
      query: () => manager.query('select 1'),
      insert: () => rows.insert({ id: 10, text: 'ten' }),
      save: () => rows.save({ id: 11, text: 'eleven' }),
      update: () => rows.update({ id: 10 }, { text: 'TEN' }),
      upsert: () => rows.upsert({ id: 10, text: 'ten again' }, ['id']),
      find: () => rows.findOneBy({ id: 10 }),
      count: () => rows.count(),
      exists: () => rows.existsBy({ id: 10 }),
      'query builder': () => rows.createQueryBuilder('note').where('note.id = 10').getMany(),
      delete: () => rows.delete({ id: 10 }),
    };
    for (const [way, take] of Object.entries(ways)) {
      sent.length = 0;
      await take();
      typeorm.holds(sent.length > 0, `${way} asks by calling runner.query anew`, TRANSACTION);
    }
    Object.assign(runner, { query: () => Promise.reject(new Error('refused')) });
    for (const [way, take] of Object.entries(ways)) {
      const outcome = await take().then(
        () => 'done',
        () => 'refused',
      );
      typeorm.holds(outcome === 'refused', `${way} does nothing where runner.query refuses`, TRANSACTION);
    }
  });

  it('a runner whose connection breaks gives it up by itself, and release() is no fault then', async () => {
    const { runner } = await watched();
    const [row] = (await runner.query('select pg_backend_pid() as pid')) as [{ pid: number }];
    await database.query('select pg_terminate_backend($1)', [row.pid]);
    await until('the runner has heard of it', () => Promise.resolve(runner.isReleased));
    const released = await runner.release().then(
      () => true,
      () => false,
    );
    typeorm.holds(released, 'release() of a runner that is released already does nothing', TRANSACTION);
    const [next] = await dataSource.query<[{ pid: number }]>('select pg_backend_pid() as pid');
    typeorm.holds(next.pid !== row.pid, 'the pool has another connection then', TRANSACTION);
  });

  it('query() gives the rows of a SELECT or INSERT, and of an UPDATE or DELETE rows and number', async () => {
    const text = `'counted'`;
    const of = (sql: string) => dataSource.query<unknown>(sql);
    const inserted = await of(`insert into notes values (20, ${text}) returning id`);
    const updated = await of(`update notes set text = ${text} where id = 20 returning id`);
    const touched = await of(`update notes set text = ${text} where id = 20`);
    const deleted = await of('delete from notes where id = 20 returning id');
    const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
    typeorm.holds(same(inserted, [{ id: 20 }]), 'an INSERT is answered by its rows', STORES);
    typeorm.holds(
      same(updated, [[{ id: 20 }], 1]) && same(touched, [[], 1]) && same(deleted, [[{ id: 20 }], 1]),
      'an UPDATE or DELETE is answered by its rows and how many it changed',
      STORES,
    );
  });
});
