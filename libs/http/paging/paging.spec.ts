import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { CursorCodec } from './cursor-codec.js';
import { pageById, pageByPair } from './page-by-key.js';
import { pageOf } from './page.js';

const codec = new CursorCodec(randomBytes(32));
const list = 'GET /organizations/a/members?role=x';

describe('a cursor', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (name, position) => {
        expect(codec.decode(name, codec.encode(name, position))).toEqual(position);
      }),
    );
  });

  it('is refused for another list, tenant or installation', () => {
    const cursor = codec.encode(list, ['2026-11-21', 'id']);
    expect(() => codec.decode('GET /organizations/b/members?role=x', cursor)).toThrow(
      expect.objectContaining({ code: 'invalid_cursor', status: 400 }),
    );
    expect(() => new CursorCodec(randomBytes(32)).decode(list, cursor)).toThrow(/cursor/);
  });

  it('is refused when any of its characters is changed', () => {
    const cursor = codec.encode(list, ['2026-11-21T09:00:00Z', 'id']);
    for (const [index, character] of [...cursor.split('')].entries()) {
      const forged = cursor.slice(0, index) + (character === 'A' ? 'B' : 'A') + cursor.slice(index + 1);
      expect(() => codec.decode(list, forged)).toThrow(/cursor/);
    }
  });

  it.each(['', 'a', '=', ' ', '%', 'x'.repeat(5_000)])('is refused as "%s"', (cursor) => {
    expect(() => codec.decode(list, cursor)).toThrow(/cursor/);
  });
});

describe('a page', () => {
  it('names the next one only when a row is left', () => {
    const page = (rows: number[]) =>
      pageOf(
        rows,
        2,
        (last) => `after ${String(last)}`,
        (row) => row * 10,
      );
    expect(page([1, 2, 3])).toEqual({ data: [10, 20], nextCursor: 'after 2' });
    expect(page([1, 2])).toEqual({ data: [10, 20], nextCursor: null });
    expect(page([])).toEqual({ data: [], nextCursor: null });
  });
});

describe('a list by its key', () => {
  /** Every page, from the top to the one that names no next. */
  async function pagesOf<T>(
    read: (asked: {
      limit: number;
      cursor?: string;
    }) => Promise<{ data: readonly T[]; nextCursor: string | null }>,
    limit: number,
  ): Promise<(readonly T[])[]> {
    const first = await read({ limit });
    const pages = [first.data];
    for (let { nextCursor } = first; nextCursor !== null;) {
      const page = await read({ limit, cursor: nextCursor });
      pages.push(page.data);
      if (pages.length > 1_000) throw new Error('the list has no end');
      ({ nextCursor } = page);
    }
    return pages;
  }

  const ids = fc.uniqueArray(fc.string()).map((texts) => texts.sort());
  const limits = fc.integer({ min: 1, max: 7 });

  it('gives every row once and in order, in full pages but for the last', async () => {
    await fc.assert(
      fc.asyncProperty(ids, limits, async (rows, limit) => {
        const asked: number[] = [];
        const pages = await pagesOf(
          (query) =>
            pageById(codec, list, query, {
              read: (behind, most) => {
                asked.push(most);
                return Promise.resolve(rows.filter((id) => behind === null || id > behind).slice(0, most));
              },
              keyOf: (id) => id,
              present: (id) => ({ id }),
            }),
          limit,
        );
        expect(pages.flat()).toEqual(rows.map((id) => ({ id })));
        expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
        expect(new Set(asked)).toEqual(new Set([limit + 1]));
      }),
    );
  });

  it('does so by a pair, where neither of the two alone names a row', async () => {
    await fc.assert(
      fc.asyncProperty(ids, limits, async (names, limit) => {
        const rows = names.flatMap((name) => ['a', 'b', 'c'].map((role) => [name, role] as const));
        const isBehind = ([name, role]: readonly [string, string], key: readonly [string, string]) =>
          name === key[0] ? role > key[1] : name > key[0];
        const pages = await pagesOf(
          (query) =>
            pageByPair(codec, list, query, {
              read: (behind, most) =>
                Promise.resolve(
                  rows.filter((row) => behind === null || isBehind(row, behind)).slice(0, most),
                ),
              keyOf: (row) => row,
              present: (row) => row,
            }),
          limit,
        );
        expect(pages.flat()).toEqual(rows);
      }),
    );
  });

  it('reads nothing for a cursor of another list', async () => {
    const cursor = codec.encode('GET /organizations/b/members', ['id']);
    const read = () => Promise.reject(new Error('read'));
    const keyOf = () => '';
    await expect(
      pageById(codec, list, { limit: 5, cursor }, { read, keyOf, present: keyOf }),
    ).rejects.toMatchObject({ code: 'invalid_cursor' });
  });
});
