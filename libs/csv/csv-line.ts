/**
 * What a spreadsheet may run as a formula: a sign in front, in ASCII or in full width, also behind blanks, line breaks and
 * characters that do not show (OWASP, CSV injection). An apostrophe in front makes it text.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;

/** What no reader of any locale takes for more than one word. Everything else stands in quotes. */
const PLAIN = /^[A-Za-z0-9_.:/@-]*$/;

/**
 * One line of CSV (RFC 4180). Texts are people's words and are made harmless; numbers and booleans are ours and stay as
 * they are. Nothing is written for null and undefined; lists and objects are told as JSON.
 */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = cellText(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return PLAIN.test(harmless) ? harmless : `"${harmless.replaceAll('"', '""')}"`;
}

/** A value as people read it; nothing for nothing. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
