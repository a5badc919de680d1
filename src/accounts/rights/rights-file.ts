import { accountsErrors } from '../accounts.errors.js';
import type { SourceRow, UnreadableRow } from '../files/account-record.js';
import { csvRows } from '../files/csv-rows.js';
import { ndjsonRows } from '../files/json-rows.js';

/**
 * The rows of a file of organizations, one after the other: CSV where its name ends so, else a JSON object a line.
 *
 * @throws AppError `accounts_file_unreadable` where the first row shows that it is another kind of file
 */
export async function* rightsIn(
  chunks: AsyncIterable<string>,
  fileName: string,
): AsyncGenerator<SourceRow | UnreadableRow> {
  const rows = fileName.toLowerCase().endsWith('.csv') ? csvRows : ndjsonRows;
  let isFirst = true;
  for await (const row of rows(chunks)) {
    if (isFirst && !('fields' in row && Object.hasOwn(row.fields, 'organization')))
      throw accountsErrors.wrongFileKind();
    isFirst = false;
    yield row;
  }
}
