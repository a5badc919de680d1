import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CursorCodec } from './cursor-codec.js';
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
