// A spreadsheet runs what begins so (OWASP: CSV injection).
const FORMULA = /^[=+\-@\t\r]/;

/** One line of CSV (RFC 4180), every cell quoted, nothing that a spreadsheet would run. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string | number | null): string {
  const text = String(value ?? '');
  const harmless = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
