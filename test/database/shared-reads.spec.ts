import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createDataSource, poolOf, UnitOfWork } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ECHO = { name: 'spec: echo', text: 'select $1::int as said' };
const TIMES = { name: 'spec: times', text: `select n * $1::int as said from generate_series(1, $2::int) n` };
const NOTES = { name: 'spec: notes', text: 'select count(*)::int as said from notes' };
const SLEEP = { name: 'spec: sleep', text: `select 1 as said from pg_sleep($1::float8)` };

describe('reads that share a round trip', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let roundTrips = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query('create table notes (id bigint generated always as identity)');
    await database.query('grant select on notes to tenantry_app');
    dataSource = createDataSource({ url: database.url, entities: [], onConnectionError: () => undefined });
    await dataSource.initialize();
    const counted = new WeakSet<object>();
    poolOf(dataSource).on('acquire', (client) => {
      if (counted.has(client)) return;
      counted.add(client);
      const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
      connection.on('readyForQuery', () => (roundTrips += 1));
    });
    unitOfWork = new UnitOfWork(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const echo = (value: number | string) => unitOfWork.unscoped<{ said: number }>(ECHO, [value]);

  it('each get their own answer, also the first time that a connection meets a statement', async () => {
    const one = async (at: number) => {
      if (at % 3 > 0) return [at, await echo(at), [{ said: at }]];
      const rows = await unitOfWork.unscoped(TIMES, [at, at % 4]);
      return [at, rows, Array.from({ length: at % 4 }, (_, n) => ({ said: (n + 1) * at }))];
    };
    for (let wave = 0; wave < 5; wave += 1) {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => one(wave * 100 + at)));
      expect(
        answers.filter(([, told, expected]) => JSON.stringify(told) !== JSON.stringify(expected)),
      ).toEqual([]);
    }
  });

  it('need fewer round trips than there are questions', async () => {
    const before = roundTrips;
    await Promise.all(Array.from({ length: 100 }, (_, at) => echo(at)));
    expect(roundTrips - before).toBeLessThan(20);
    const alone = roundTrips;
    await echo(1);
    expect(roundTrips - alone).toBe(1);
  });

  it('do not spoil each other: one that cannot be answered fails alone', async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, (_, at) => echo(at % 10 === 3 ? 'no number' : at)),
    );
    answers.forEach((answer, at) => {
      if (at % 10 === 3) expect(answer).toMatchObject({ status: 'rejected', reason: { code: '22P02' } });
      else expect(answer).toEqual({ status: 'fulfilled', value: [{ said: at }] });
    });
  });

  it('see what was committed before they were asked, however busy it is', async () => {
    let isOver = false;
    const busy = Array.from({ length: 6 }, async () => {
      while (!isOver) {
        await unitOfWork.unscoped(SLEEP, [0.002]);
        await nextTurn();
      }
    });
    const seen: unknown[] = [];
    for (let at = 1; at <= 60; at += 1) {
      await database.query('insert into notes default values');
      const rows = await unitOfWork.unscoped<{ said: number }>(NOTES);
      seen.push(rows[0]?.said === at);
    }
    isOver = true;
    await Promise.all(busy);
    expect(seen).toEqual(Array(60).fill(true));
  });

  it('are sent away when those before them are not answered, and asked again once they are', async () => {
    const slow = [unitOfWork.unscoped(SLEEP, [2.5]), unitOfWork.unscoped(SLEEP, [2.5])];
    await expect(echo(1)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    const late = Promise.allSettled(slow);
    expect((await late).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await echo(2)).toEqual([{ said: 2 }]);
  });

  it('fail together when their connection breaks, and the next ones have another', async () => {
    const asked = Promise.allSettled([
      unitOfWork.unscoped(SLEEP, [5]),
      unitOfWork.unscoped(SLEEP, [5]),
      echo(1),
      echo(2),
    ]);
    await sleep(100);
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()`,
    );
    const answers = await asked;
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
  });
});
