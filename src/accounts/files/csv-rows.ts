import { accountsErrors } from '../accounts.errors.js';
import type { SourceRow, UnreadableRow } from './account-record.js';

const LARGEST_CELL = 100_000;

/** Reads CSV (RFC 4180) bit by bit: cells may hold quotes, commas and line ends. */
export async function* csvRows(chunks: AsyncIterable<string>): AsyncGenerator<SourceRow | UnreadableRow> {
  let header: string[] | null = null;
  for await (const { line, cells } of recordsOf(chunks)) {
    if (header === null) {
      header = cells.map((cell) => cell.trim());
      if (new Set(header).size !== header.length || header.length < 2) throw accountsErrors.wrongFileKind();
      continue;
    }
    if (cells.length === 1 && cells[0] === '') continue;
    if (cells.length !== header.length) yield { line, unreadable: true };
    else yield { line, fields: Object.fromEntries(header.map((name, index) => [name, cells[index]])) };
  }
}

async function* recordsOf(chunks: AsyncIterable<string>): AsyncGenerator<{ line: number; cells: string[] }> {
  let cells: string[] = [];
  let cell = '';
  let state: 'plain' | 'quoted' | 'quote in quoted' = 'plain';
  let line = 1;
  let startedAt = 1;
  let isFirst = true;
  for await (const chunk of chunks) {
    for (const sign of isFirst ? chunk.replace(/^\ufeff/, '') : chunk) {
      if (sign === '\n') line += 1;
      if (cell.length > LARGEST_CELL) throw accountsErrors.wrongFileKind();
      if (state === 'quoted') {
        if (sign === '"') state = 'quote in quoted';
        else cell += sign;
        continue;
      }
      if (state === 'quote in quoted' && sign === '"') {
        cell += '"';
        state = 'quoted';
        continue;
      }
      state = 'plain';
      if (sign === '"' && cell === '') state = 'quoted';
      else if (sign === ',') {
        cells.push(cell);
        cell = '';
      } else if (sign === '\n') {
        cells.push(cell);
        yield { line: startedAt, cells };
        [cells, cell, startedAt] = [[], '', line];
      } else if (sign !== '\r') cell += sign;
    }
    isFirst = false;
  }
  if (cell !== '' || cells.length > 0) yield { line: startedAt, cells: [...cells, cell] };
}
