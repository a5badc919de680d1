import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createDataSource, newId, poolOf, UnitOfWork } from '#libs/database';
import { provenOrganization } from '#libs/database/scopes';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const NOTE = { name: 'spec: note', text: 'insert into notes (text) values ($1)' };
const BROKEN_NOTE = { name: 'spec: broken note', text: 'insert into notes (text) values ($1::int::text)' };

describe('a transaction', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  const scope = provenOrganization(newId());

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query(
      `create table notes (id bigint generated always as identity, text text not null,
                           unique (text) deferrable initially deferred)`,
    );
    await database.query('grant select, insert on notes to tenantry_app');
    // One connection, so that whatever a transaction leaves behind meets the next one.
    dataSource = createDataSource({
      url: database.url,
      entities: [],
      poolSize: 1,
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
    unitOfWork = new UnitOfWork(dataSource);
  });

  afterEach(() => database.query('truncate notes'));

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const write = (text: string) => unitOfWork.manager().query('insert into notes (text) values ($1)', [text]);
  const putOff = (text: string) => unitOfWork.beforeCommit(NOTE, [text]);
  const notes = async () => {
    const rows = await database.query<{ text: string }>('select text from notes order by id');
    return rows.map(({ text }) => text);
  };

  it('runs what was put off after everything else, in its order', async () => {
    await unitOfWork.run(scope, async () => {
      await putOff('first of the end');
      await unitOfWork.run(scope, () => putOff('second of the end'));
      await write('written at once');
    });
    expect(await notes()).toEqual(['written at once', 'first of the end', 'second of the end']);
  });

  it('takes any number of statements that are put off', async () => {
    const texts = Array.from({ length: 450 }, (_, at) => `note ${at}`);
    await unitOfWork.run(scope, async () => {
      for (const text of texts) await putOff(text);
    });
    expect(await notes()).toEqual(texts);
  });

  it('has changed nothing when one of them fails, says why, and the next one works', async () => {
    for (let time = 0; time < 3; time += 1) {
      const failing = unitOfWork.run(scope, async () => {
        await write('a change');
        await putOff('a note');
        await unitOfWork.beforeCommit(BROKEN_NOTE, ['no number']);
      });
      await expect(failing).rejects.toMatchObject({ code: '22P02' });
      expect(await notes()).toEqual([]);
    }
    await unitOfWork.run(scope, () => unitOfWork.beforeCommit(BROKEN_NOTE, ['7']));
    expect(await notes()).toEqual(['7']);
  });

  it('has changed nothing when the commit itself fails', async () => {
    const failing = unitOfWork.run(scope, async () => {
      await write('twice');
      await write('twice');
      await putOff('a note');
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await notes()).toEqual([]);
  });

  it('does not pass for done when a statement in it has failed and nobody said so', async () => {
    for (const isNoted of [false, true]) {
      const failing = unitOfWork.run(scope, async () => {
        await write('a change');
        await unitOfWork
          .manager()
          .query('select 1 / 0')
          .catch(() => undefined);
        if (isNoted) await putOff('a note');
        return 'done';
      });
      await expect(failing).rejects.toThrow(isNoted ? 'current transaction is aborted' : 'could not commit');
      expect(await notes()).toEqual([]);
    }
  });

  it('takes nothing more once it is over', async () => {
    let late: Promise<void> | undefined;
    await unitOfWork.run(scope, async () => {
      await write('a change');
      late = sleep(50).then(() => putOff('too late'));
    });
    await expect(late).rejects.toThrow('the transaction is over');
    expect(await notes()).toEqual(['a change']);
  });

  it('lets no branch write once another one has failed', async () => {
    let beside: Promise<void> | undefined;
    const importing = async () => {
      for (const text of ['first', 'second', 'third']) await write(text).catch(() => undefined);
    };
    const failing = unitOfWork.run(scope, () => {
      beside = importing();
      return Promise.all([unitOfWork.manager().query('select 1 / 0'), beside]);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    await beside;
    expect(await notes()).toEqual([]);
  });

  it('forgets what was put off when the work is repeated after a conflict', async () => {
    let tries = 0;
    await unitOfWork.run(scope, async () => {
      tries += 1;
      await putOff('a note');
      if (tries === 1) await unitOfWork.manager().query(`do $$ begin raise sqlstate '40001'; end $$`);
    });
    expect([tries, await notes()]).toEqual([2, ['a note']]);
  });

  it('calls back after the commit only when there was one', async () => {
    const called: string[] = [];
    const run = (name: string, text: string) =>
      unitOfWork.run(scope, async () => {
        unitOfWork.afterCommit(() => called.push(name));
        await unitOfWork.beforeCommit(BROKEN_NOTE, [text]);
      });
    await expect(run('failed', 'no number')).rejects.toThrow();
    await run('committed', '8');
    expect(called).toEqual(['committed']);
  });

  it('costs two round trips beside its own statements, however much is put off', async () => {
    const client = await poolOf(dataSource).connect();
    let roundTrips = 0;
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
    connection.on('readyForQuery', () => (roundTrips += 1));
    client.release();
    await unitOfWork.run(scope, async () => {
      await write('a change');
      await putOff('a note');
      await putOff('another note');
    });
    expect([roundTrips, await notes()]).toEqual([3, ['a change', 'a note', 'another note']]);
  });

  it('that loses its connection fails, and the next one has another', async () => {
    const failing = unitOfWork.run(scope, async () => {
      await write('a change');
      const [row] = await unitOfWork.manager().query<{ pid: number }[]>('select pg_backend_pid() as pid');
      await database.query('select pg_terminate_backend($1)', [row?.pid]);
      await putOff('a note');
    });
    await expect(failing).rejects.toThrow();
    await unitOfWork.run(scope, () => putOff('a note'));
    expect(await notes()).toEqual(['a note']);
  });
});
