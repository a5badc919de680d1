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
}
