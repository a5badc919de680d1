/** A spreadsheet runs a cell that begins like this as a formula; an apostrophe in front makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

/** Rows as CSV (RFC 4180) that no spreadsheet takes for a program. */
export function csvOf(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  const line = (cells: readonly unknown[]) => `${cells.map(cellOf).join(',')}\r\n`;
  return line(columns) + rows.map((row) => line(columns.map((column) => row[column]))).join('');
}

function cellOf(value: unknown): string {
  const text =
    value === null || value === undefined
      ? ''
      : typeof value === 'string'
        ? value
        : value instanceof Date
          ? value.toISOString()
          : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
