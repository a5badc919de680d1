import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ClerkSchemaError, IncompleteListError } from './clerk-errors.js';
import { readCompleteList } from './complete-list.js';

type Change = (rows: { id: string }[]) => void;
type Spoil = (answer: { data: unknown; total_count: unknown }) => unknown;

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `row_${String(index)}` }));
const idOf = (value: unknown) => (value as { id: string }).id;

describe('a complete list', () => {
  /** A list that changes before the given requests. */
  const read = (
    rows: { id: string }[],
    changes: (Change | undefined)[] = [],
    spoil: Spoil = (same) => same,
  ) => {
    let asked = 0;
    return readCompleteList(
      'GET /rows',
      ({ limit, offset }) => {
        changes[asked]?.(rows);
        asked += 1;
        return Promise.resolve(spoil({ data: rows.slice(offset, offset + limit), total_count: rows.length }));
      },
      idOf,
    );
  };

  it.each([0, 1, 499, 500, 501, 999, 1_000, 1_700])('of %d objects is read whole', async (count) => {
    expect(await read(rowsOf(count))).toEqual(rowsOf(count).map(idOf));
  });

  it('is read again when something went away, came in front or came behind during the walk', async () => {
    const changes: Change[] = [
      (rows) => rows.splice(3, 1),
      (rows) => rows.unshift({ id: 'row_new' }),
      (rows) => rows.push({ id: 'row_new' }),
      // The count stays, and still one row would be missed.
      (rows) => {
        rows.splice(3, 1);
        rows.push({ id: 'row_new' });
      },
    ];
    for (const change of changes) {
      const rows = rowsOf(1_200);
      const found = await read(rows, [undefined, change]);
      expect(found).toEqual(rows.map(idOf));
    }
  });

  it('that moves during every walk is an error, never a shorter list', async () => {
    const change: Change = (rows) => rows.splice(0, 1);
    const restless = read(rowsOf(1_200), Array<Change>(20).fill(change));
    await expect(restless).rejects.toBeInstanceOf(IncompleteListError);
  });

  it.each<[string, Spoil]>([
    ['is empty though objects are counted', (answer) => ({ ...answer, data: [] })],
    ['is half', (answer) => ({ ...answer, data: (answer.data as unknown[]).slice(0, 20) })],
    [
      'is repeated',
      (answer) => ({ ...answer, data: [...(answer.data as unknown[]), ...(answer.data as unknown[])] }),
    ],
    ['counts fewer than it holds', (answer) => ({ ...answer, total_count: 3 })],
  ])('that %s is an error', async (_, spoil) => {
    await expect(read(rowsOf(40), [], spoil)).rejects.toBeInstanceOf(IncompleteListError);
  });

  it.each<[string, Spoil]>([
    ['a bare array', (answer) => answer.data],
    ['null', () => null],
    ['data of another type', (answer) => ({ ...answer, data: {} })],
    ['no count', (answer) => ({ data: answer.data })],
    ['a count in words', (answer) => ({ ...answer, total_count: '40' })],
    ['a negative count', (answer) => ({ ...answer, total_count: -1 })],
    ['objects without ids', (answer) => ({ ...answer, data: [{}] })],
    ['something else than objects', (answer) => ({ ...answer, data: [7] })],
  ])('cannot be %s', async (_, spoil) => {
    await expect(read(rowsOf(40), [], spoil)).rejects.toBeInstanceOf(ClerkSchemaError);
  });

  it('never lacks a row that was there all the time, whatever changes meanwhile', async () => {
    const change = fc.constantFrom<Change | undefined>(
      undefined,
      (rows) => rows.splice(rows.length / 3, 1),
      (rows) => rows.unshift({ id: `front_${String(rows.length)}_${String(Math.random())}` }),
      (rows) => rows.push({ id: `back_${String(rows.length)}_${String(Math.random())}` }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(1_600), fc.array(change, { maxLength: 9 }), async (count, changes) => {
        const rows = rowsOf(count);
        const atFirst = rows.map(idOf);
        let found: string[];
        try {
          found = await read(rows, changes);
        } catch (error) {
          expect(error).toBeInstanceOf(IncompleteListError);
          return;
        }
        const atLast = new Set(rows.map(idOf));
        const missed = atFirst.filter((id) => atLast.has(id) && !found.includes(id));
        expect(missed).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
