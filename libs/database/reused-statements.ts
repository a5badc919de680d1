import { createHash } from 'node:crypto';

/** A backend keeps every statement with a name until the connection ends, some 30 kB each. */
const MAX_NAMED = 400;
const MAX_SEEN = 4_000;
const TIMES_BEFORE = 2;

/** What PostgreSQL plans. `fetch` by a name would answer with the columns of whatever cursor was open at first. */
const PLANNED = /^\s*(?:select|insert|update|delete|with)\b/i;

const seen = new Map<string, number>();
const names = new Map<string, string>();

/**
 * The name under which connections parse and plan a text once, where nobody gave it one: texts of the ORM, and those of
 * stores. Only what comes again and again has one, so that lists of any length do not fill a backend's memory.
 *
 * @returns empty for a text that has none
 */
export function nameForReuse(text: string): string {
  const name = names.get(text);
  if (name !== undefined) return name;
  const times = seen.get(text) ?? 0;
  if (times < TIMES_BEFORE || names.size >= MAX_NAMED || !PLANNED.test(text)) {
    if (times > 0 || seen.size < MAX_SEEN) seen.set(text, times + 1);
    return '';
  }
  const given = nameOfText(text);
  names.set(text, given);
  seen.delete(text);
  return given;
}

/** A name that only this text has; PostgreSQL takes 63 characters. */
export function nameOfText(text: string): string {
  return `tenantry: ${createHash('sha256').update(text).digest('base64url')}`;
}
