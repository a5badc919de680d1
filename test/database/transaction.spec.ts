import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { branchCases } from './branch-cases.js';
import { NotesTable } from './notes-table.js';

const BROKEN_NOTE = { name: 'spec: broken note', text: 'insert into notes (text) values ($1::int::text)' };

describe('a transaction', () => {
  let table: NotesTable;

  beforeAll(async () => {
    table = await NotesTable.create();
  });

  afterEach(() => table.database.query('truncate notes'));

  afterAll(() => table.drop());

  it('runs what was put off after everything else, in its order', async () => {
    const { scope, unitOfWork, write, putOff, notes } = table;
    await unitOfWork.run(scope, async () => {
      await putOff('first of the end');
      await unitOfWork.run(scope, () => putOff('second of the end'));
      await write('written at once');
    });
    expect(await notes()).toEqual(['written at once', 'first of the end', 'second of the end']);
  });

  it('takes any number of statements that are put off', async () => {
    const { scope, unitOfWork, putOff, notes } = table;
    const texts = Array.from({ length: 450 }, (_, at) => `note ${at}`);
    await unitOfWork.run(scope, async () => {
      for (const text of texts) await putOff(text);
    });
    expect(await notes()).toEqual(texts);
  });

  it('has changed nothing when one of them fails, says why, and the next one works', async () => {
    const { scope, unitOfWork, write, putOff, notes } = table;
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
    const { scope, unitOfWork, write, putOff, notes } = table;
    const failing = unitOfWork.run(scope, async () => {
      await write('twice');
      await write('twice');
      await putOff('a note');
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await notes()).toEqual([]);
  });

  it('does not pass for done when a statement in it has failed and nobody said so', async () => {
    const { scope, unitOfWork, write, putOff, notes } = table;
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
    const { scope, unitOfWork, write, putOff, notes } = table;
    let late: Promise<void> | undefined;
    await unitOfWork.run(scope, async () => {
      await write('a change');
      late = sleep(50).then(() => putOff('too late'));
    });
    await expect(late).rejects.toThrow('the transaction is over');
    expect(await notes()).toEqual(['a change']);
  });

  it('lets no branch write once another one has failed', async () => {
    const { scope, unitOfWork, write, notes } = table;
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
    const { scope, unitOfWork, putOff, notes } = table;
    let tries = 0;
    await unitOfWork.run(scope, async () => {
      tries += 1;
      await putOff('a note');
      if (tries === 1) await unitOfWork.manager().query(`do $$ begin raise sqlstate '40001'; end $$`);
    });
    expect([tries, await notes()]).toEqual([2, ['a note']]);
  });

  it('calls back after the commit only when there was one', async () => {
    const { scope, unitOfWork } = table;
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

  it('costs one round trip beside its own statements, however much is put off', async () => {
    const { scope, unitOfWork, write, putOff, notes, roundTripsOf } = table;
    const change = async () => {
      await write('a change');
      await putOff('a note');
      await putOff('another note');
    };
    expect(await roundTripsOf(() => unitOfWork.run(scope, change))).toBe(2);
    expect(await notes()).toEqual(['a change', 'a note', 'another note']);
    expect(await roundTripsOf(() => unitOfWork.run(scope, () => putOff('alone')))).toBe(1);
    expect(await roundTripsOf(() => unitOfWork.run(scope, () => Promise.resolve()))).toBe(0);
    expect(await notes()).toHaveLength(4);
  });

  it('begins before the first of several statements that are asked at once', async () => {
    const { scope, unitOfWork } = table;
    await unitOfWork.run(scope, async () => {
      const ids = await Promise.all(
        [1, 2, 3].map(() =>
          unitOfWork
            .manager()
            .query<{ at: string }[]>(`select now()::text || current_setting('app.scope_kind') as at`),
        ),
      );
      expect(new Set(ids.map(([row]) => row?.at)).size).toBe(1);
    });
  });

  it('has what is asked meanwhile share a round trip, and tells each what is its own', async () => {
    const { scope, unitOfWork, write, notes, roundTripsOf } = table;
    const ask = (number: number) =>
      unitOfWork.manager().query<{ number: number }[]>('select $1::integer as number', [number]);
    const numbers = Array.from({ length: 50 }, (_, number) => number);
    const trips = await roundTripsOf(() =>
      unitOfWork.run(scope, async () => {
        const answers = await Promise.all(numbers.map(ask));
        expect(answers.map(([row]) => row?.number)).toEqual(numbers);
      }),
    );
    // All that is asked in one go, then COMMIT.
    expect(trips).toBe(2);
    const failing = unitOfWork.run(scope, async () => {
      await write('before');
      const settled = await Promise.allSettled(
        ['1', '2', 'no number', '4'].map((text) =>
          unitOfWork.manager().query<{ number: number }[]>('select $1::integer as number', [text]),
        ),
      );
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
      expect(settled[2]).toMatchObject({ reason: { code: '22P02' } });
      return 'done';
    });
    await expect(failing).rejects.toThrow('could not commit');
    expect(await notes()).toEqual([]);
  });

  it('goes no further when its first statement failed, whoever caught the error', async () => {
    const { scope, unitOfWork, write, notes } = table;
    const failing = unitOfWork.run(scope, async () => {
      await unitOfWork
        .manager()
        .query('select 1 / 0')
        .catch(() => undefined);
      await expect(write('outside of any transaction')).rejects.toThrow('has failed');
    });
    await expect(failing).rejects.toThrow('has failed');
    expect(await notes()).toEqual([]);
  });

  it('plans a text that comes again once for each connection, and anew when its table changes', async () => {
    const { scope, unitOfWork, database, write } = table;
    const read = 'select id, text from notes where text <> $1';
    const planned = () =>
      unitOfWork.run(scope, () =>
        unitOfWork
          .manager()
          .query<unknown[]>('select from pg_prepared_statements where statement = $1', [read]),
      );
    const ask = () => unitOfWork.run(scope, () => unitOfWork.manager().query<unknown[]>(read, ['none']));
    for (let time = 0; time < 5; time += 1) await ask();
    expect(await planned()).toHaveLength(1);
    await unitOfWork.run(scope, () => write('a note'));
    await database.query('alter table notes alter column id type integer');
    expect(await ask()).toEqual([{ id: expect.any(Number), text: 'a note' }]);
    expect(await planned()).toHaveLength(2);
    await database.query('alter table notes alter column id type bigint');
  });

  it('reads what each cursor of one name has', async () => {
    const { scope, unitOfWork } = table;
    for (const column of ['first', 'second', 'third', 'fourth']) {
      await unitOfWork.run(scope, async () => {
        const manager = unitOfWork.manager();
        await manager.query(`declare rows_of_spec cursor for select 1 as ${column}`);
        expect(await manager.query('fetch 10 from rows_of_spec')).toEqual([{ [column]: 1 }]);
        await manager.query('close rows_of_spec');
      });
    }
  });

  it('gives the ORM what its own queries gave: rows, bytes, lists, objects and how many rows changed', async () => {
    const { scope, unitOfWork, write } = table;
    await unitOfWork.run(scope, async () => {
      const manager = unitOfWork.manager();
      const values = [Buffer.from([0, 255]), ['a "b"', null], { key: 'value' }, new Date(0), null, 2n];
      const text =
        'select $1::bytea as bytes, $2::text[] as list, $3::jsonb as object, $4::timestamptz as at, $5::text as nothing, $6::bigint as big';
      const [bytes, list, object, at, nothing] = values;
      expect(await manager.query(text, values)).toEqual([{ bytes, list, object, at, nothing, big: '2' }]);
      await write('a');
      await write('b');
      expect(await manager.query(`delete from notes where text = 'a' returning text`)).toEqual([
        [{ text: 'a' }],
        1,
      ]);
      expect(await manager.queryRunner?.query('select text from notes', [], true)).toMatchObject({
        records: [{ text: 'b' }],
        affected: 1,
      });
    });
  });

  describe('of branches', () => {
    branchCases(() => table);
  });

  it('that loses its connection fails, and the next one has another', async () => {
    const { scope, unitOfWork, database, write, putOff, notes } = table;
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
