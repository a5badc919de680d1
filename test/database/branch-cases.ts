import { beforeEach, expect, it } from 'vitest';
import type { NotesTable } from './notes-table.js';

/** Pieces of work that share a transaction, of which one may fail without the others. */
export function branchCases(started: () => NotesTable): void {
  const branch = (text: string) => async () => {
    const { unitOfWork, write, putOff } = started();
    await write(text);
    await putOff(`${text}, noted`);
    unitOfWork.afterCommit(() => called.push(text));
    return text;
  };
  let called: string[];
  beforeEach(() => {
    called = [];
  });

  it('commits what those did that succeeded, and leaves out one that failed before it changed anything', async () => {
    const { scope, unitOfWork, notes } = started();
    const failing = new Error('nothing done');
    const readsFirst = async () => {
      await unitOfWork.manager().query('select text from notes for update');
      throw failing;
    };
    const results = await unitOfWork.together(scope, [branch('a'), readsFirst, branch('b')]);
    expect(results).toEqual([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: failing },
      { status: 'fulfilled', value: 'b' },
    ]);
    expect((await notes()).sort()).toEqual(['a', 'a, noted', 'b', 'b, noted']);
    expect(called).toEqual(['a', 'b']);
  });

  it.each<[string, (table: NotesTable) => Promise<unknown>]>([
    ['wrote something', ({ write }) => write('half done')],
    ['put something off', ({ putOff }) => putOff('half done')],
    [
      'called a function that may write',
      ({ unitOfWork }) =>
        unitOfWork
          .manager()
          .query(`select app.access_lookup(null, null, null, null, null)`)
          .catch(() => undefined),
    ],
  ])('does nothing when one fails after it %s', async (_, change) => {
    const table = started();
    const half = async () => {
      await change(table);
      throw new Error('half done');
    };
    await expect(table.unitOfWork.together(table.scope, [branch('a'), half])).rejects.toThrow();
    expect([await table.notes(), called]).toEqual([[], []]);
  });

  it('does nothing when the database refuses one, and says why', async () => {
    const { scope, unitOfWork, notes } = started();
    const refused = () => unitOfWork.manager().query('select 1 / 0');
    await expect(unitOfWork.together(scope, [branch('a'), refused, branch('b')])).rejects.toMatchObject({
      code: '22012',
    });
    expect([await notes(), called]).toEqual([[], []]);
  });

  it('does all of it again after a conflict', async () => {
    const { scope, unitOfWork, notes } = started();
    let tries = 0;
    const conflicting = async () => {
      tries += 1;
      if (tries === 1) await unitOfWork.manager().query(`do $$ begin raise sqlstate '40001'; end $$`);
      return 'b';
    };
    const results = await unitOfWork.together(scope, [branch('a'), conflicting]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect([tries, await notes(), called]).toEqual([2, ['a', 'a, noted'], ['a']]);
  });

  it('does for all at once what they ask alike, and commits it with them', async () => {
    const { scope, unitOfWork, notes, roundTripsOf } = started();
    const asked: (readonly string[])[] = [];
    const writeAll = async (texts: readonly string[]) => {
      asked.push(texts);
      const rows = await unitOfWork
        .manager()
        .query<{ text: string }[]>('insert into notes (text) select unnest($1::text[]) returning text', [
          texts,
        ]);
      return rows.map(({ text }) => `${text} written`);
    };
    const writing = (text: string) => async () => {
      const first = await unitOfWork.gather(writeAll, text);
      return [first, await unitOfWork.gather(writeAll, `${text} again`)];
    };
    const trips = await roundTripsOf(async () => {
      const results = await unitOfWork.together(scope, ['a', 'b', 'c'].map(writing));
      expect(results.map((result) => result.status === 'fulfilled' && result.value)).toEqual(
        ['a', 'b', 'c'].map((text) => [`${text} written`, `${text} again written`]),
      );
    });
    // Once for each step, and COMMIT.
    expect(trips).toBe(3);
    expect(asked).toEqual([
      ['a', 'b', 'c'],
      ['a again', 'b again', 'c again'],
    ]);
    expect((await notes()).sort()).toEqual(['a', 'a again', 'b', 'b again', 'c', 'c again']);
    expect(await unitOfWork.run(scope, () => unitOfWork.gather(writeAll, 'alone'))).toBe('alone written');
  });

  it('does nothing when one fails after something was changed in its name', async () => {
    const { scope, unitOfWork, notes } = started();
    const writeAll = async (texts: readonly string[]) => {
      await unitOfWork.manager().query('insert into notes (text) select unnest($1::text[])', [texts]);
      return texts;
    };
    const half = async () => {
      await unitOfWork.gather(writeAll, 'half');
      throw new Error('half done');
    };
    const whole = () => unitOfWork.gather(writeAll, 'whole');
    await expect(unitOfWork.together(scope, [whole, half])).rejects.toThrow('half done');
    expect(await notes()).toEqual([]);
  });

  it('leaves out those whose question failed, and no others', async () => {
    const { scope, unitOfWork, notes } = started();
    const failing = () => Promise.reject(new Error('no answer'));
    const asking = () => unitOfWork.gather(failing, 'a');
    const results = await unitOfWork.together(scope, [asking, branch('b'), asking]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect((await notes()).sort()).toEqual(['b', 'b, noted']);
  });

  it('puts off as one statement what is the same for many', async () => {
    const { scope, unitOfWork, notes } = started();
    const note = {
      name: 'spec: one note',
      text: `select 1 / 0, $1::text`,
      many: {
        name: 'spec: many notes',
        text: 'insert into notes (text) select each->>0 from jsonb_array_elements($1::jsonb) each',
      },
    };
    const noting = (text: string) => () => unitOfWork.beforeCommit(note, [text]);
    await unitOfWork.together(scope, ['a', 'half of one: \ud83d'].map(noting));
    expect(await notes()).toEqual(['a', 'half of one: \ufffd']);
    await expect(unitOfWork.together(scope, [noting('alone')])).rejects.toMatchObject({ code: '22012' });
  });
}
