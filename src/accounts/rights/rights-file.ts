import type { SourceRow, UnreadableRow } from '../files/account-record.js';
import { csvOrNdjson } from '../files/csv-or-ndjson.js';
import { withDemandedFields } from '../files/demanded-fields.js';

/**
 * The rows of a file of organizations, one after the other: CSV where its name ends so, else a JSON object a line.
 *
 * @throws AppError `accounts_file_unreadable` where the first row shows that it is another kind of file
 */
export function rightsInFile(
  chunks: AsyncIterable<string>,
  fileName: string,
): AsyncGenerator<SourceRow | UnreadableRow> {
  return withDemandedFields(csvOrNdjson(fileName)(chunks), [['organization']]);
}
