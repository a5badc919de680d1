import { describe, expect, it } from 'vitest';
import type { SourceRow, UnreadableRow } from './account-record.js';
import { csvRows } from './csv-rows.js';

async function rowsOf(text: string, size = text.length): Promise<(SourceRow | UnreadableRow)[]> {
  async function* chunks() {
    for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size));
  }
  const rows = [];
  for await (const row of csvRows(chunks())) rows.push(row);
  return rows;
}

describe('rows of a CSV file', () => {
  it.each([1, 3, 1_000])('have the line that they begin on, in bits of %i', async (size) => {
    const text =
      '\ufeffid, note\r\n1,"two\r\nlines, and a ""quote"""\r\n\r\n2,plain "inside"\r\n3\r\n4,ümläut';
    expect(await rowsOf(text, size)).toEqual([
      { line: 2, fields: { id: '1', note: 'two\r\nlines, and a "quote"' } },
      { line: 5, fields: { id: '2', note: 'plain "inside"' } },
      { line: 6, unreadable: true },
      { line: 7, fields: { id: '4', note: 'ümläut' } },
    ]);
  });

  it.each([
    ['a quote without an end', 'id,note\n1,"never\n2,x\n'],
    ['two columns of one name', 'id,id\n1,2\n'],
    ['one column', 'id\n1\n'],
    ['a cell without an end', `id,note\n1,${'x'.repeat(1_100_000)}`],
  ])('are refused with %s', async (_, text) => {
    await expect(rowsOf(text)).rejects.toMatchObject({ code: 'accounts_file_unreadable' });
  });
});
