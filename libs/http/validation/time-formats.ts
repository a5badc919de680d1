const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** What four-digit years can name in UTC, and every calendar on the way knows: PostgreSQL has no year 0000. */
const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The moment that an ISO 8601 text with an offset names; undefined for any other text, for 31 February, and for what lies
 * outside the years 1 to 9999 once it is in UTC.
 */
export function momentOf(text: string): Date | undefined {
  const parts = text.length <= 40 ? DATE_TIME.exec(text) : null;
  // JavaScript turns 31 February into 3 March; the calendar is asked instead.
  if (!parts || Number(parts[3]) < 1 || Number(parts[3]) > daysOf(Number(parts[1]), Number(parts[2])))
    return undefined;
  const moment = new Date(text);
  return moment.getTime() >= FIRST_MOMENT && moment.getTime() <= LAST_MOMENT ? moment : undefined;
}

function daysOf(year: number, month: number): number {
  return month >= 1 && month <= 12 ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 0;
}

/** An IANA zone in its usual spelling; undefined for offsets (`+02:00`) and unknown names. */
export function canonicalTimezone(text: string): string | undefined {
  if (text.length > 64 || !/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text)) return undefined;
  try {
    const zone = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
    return zone.toLowerCase() === text.toLowerCase() ? zone : text;
  } catch {
    return undefined;
  }
}
