/** Nobody plans further ahead on the word of a server that has trouble. */
const MAX_SECONDS = 3_600;

/**
 * Reads `Retry-After` (RFC 9110 §10.2.3) in both forms, seconds and an HTTP date.
 *
 * @returns whole seconds from 0 to an hour, or null where it is missing or means nothing
 */
export function readRetryAfter(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(MAX_SECONDS, Number(text));
  // A date of ours ends in GMT; `Date.parse` alone would take "-5" and "1.5" for dates.
  if (!/^[A-Z][a-z]+, .+ GMT$/.test(text)) return null;
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) return null;
  return Math.min(MAX_SECONDS, Math.max(0, Math.ceil((moment - nowMs) / 1000)));
}
