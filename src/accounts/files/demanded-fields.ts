import { accountsErrors } from '../accounts.errors.js';
import type { SourceRow, UnreadableRow } from './account-record.js';

/**
 * The rows of a file whose first one has what is demanded, one after the other.
 *
 * @param demanded fields without which it is another kind of file; one of each group
 * @throws AppError `accounts_file_unreadable` where the first row shows that it is
 */
export async function* withDemandedFields(
  rows: AsyncIterable<SourceRow | UnreadableRow>,
  demanded: readonly (readonly string[])[],
): AsyncGenerator<SourceRow | UnreadableRow> {
  let isFirst = true;
  for await (const row of rows) {
    const fits = (fields: object) =>
      demanded.every((names) => names.some((name) => Object.hasOwn(fields, name)));
    if (isFirst && !('fields' in row && fits(row.fields))) throw accountsErrors.wrongFileKind();
    isFirst = false;
    yield row;
  }
}
