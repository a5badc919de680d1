import type { Day } from './calendar.rule.js';

const formats = new Map<string, Intl.DateTimeFormat | null>();

/**
 * The calendar day that a moment falls on in a time zone.
 *
 * @param timezone an IANA name; one that this machine does not know counts as UTC, so that a ledger never stops
 */
export function localDay(moment: Date, timezone: string): Day {
  if (timezone === 'UTC') return moment.toISOString().slice(0, 10);
  let format = formats.get(timezone);
  if (format === undefined) {
    format = formatIn(timezone);
    formats.set(timezone, format);
  }
  // The Swedish form of a date is ISO 8601.
  return format === null ? moment.toISOString().slice(0, 10) : format.format(moment);
}

function formatIn(timezone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('sv-SE', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  } catch {
    return null;
  }
}
