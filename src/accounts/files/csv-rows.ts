import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { accountsErrors } from '../accounts.errors.js';
import type { SourceRow, UnreadableRow } from './account-record.js';

const LARGEST_RECORD = 1_000_000;

/**
 * Reads CSV (RFC 4180) bit by bit: cells may hold quotes, commas and line ends. A row of more or fewer cells than the header
 * is unreadable by itself.
 *
 * @throws AppError `accounts_file_unreadable` for what is no CSV
 */
export async function* csvRows(chunks: AsyncIterable<string>): AsyncGenerator<SourceRow | UnreadableRow> {
  const parser = parse({
    bom: true,
    raw: true,
    relax_column_count: true,
    // A quote within a cell that begins without one stands for itself, as spreadsheets write it.
    relax_quotes: true,
    max_record_size: LARGEST_RECORD,
  });
  const source = Readable.from(chunks);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let header: string[] | null = null;
  let nextLine = 1;
  try {
    for await (const { record, raw } of parser as AsyncIterable<{ record: string[]; raw: string }>) {
      const line = nextLine;
      // The parser's own count takes a CRLF within quotes for two lines; and `raw` ends with half of the one behind it.
      nextLine += raw.match(/\r\n|\r|\n/g)?.length ?? 0;
      if (header === null) {
        header = record.map((cell) => cell.trim());
        if (new Set(header).size !== header.length || header.length < 2) throw accountsErrors.wrongFileKind();
      } else if (record.length === 1 && record[0] === '') continue;
      else if (record.length !== header.length) yield { line, unreadable: true };
      else yield { line, fields: Object.fromEntries(header.map((name, index) => [name, record[index]])) };
    }
  } catch (error) {
    // What the parser says would quote the row.
    if (error instanceof CsvError) throw accountsErrors.wrongFileKind();
    throw error;
  } finally {
    source.destroy();
  }
}
