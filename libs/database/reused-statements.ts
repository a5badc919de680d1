import { createHash } from 'node:crypto';

/** A backend keeps every statement with a name until the connection ends, some 30 kB each. */
const MAX_NAMED = 400;
const MAX_SEEN = 4_000;
const TIMES_BEFORE = 2;

/** What PostgreSQL plans. `fetch` by a name would answer with the columns of whatever cursor was open at first. */
const PLANNED = /^\s*(?:select|insert|update|delete|with)\b/i;

/** Which texts come again: those get names, each of them the same on all connections of a pool. */
export class ReusedStatements {
  private readonly seen = new Map<string, number>();
  private readonly names = new Map<string, string>();

  /**
   * The name under which connections parse and plan a text once, where nobody gave it one: texts of the ORM, and those of
   * stores. Only what comes again and again has one, so that lists of any length do not fill a backend's memory.
   *
   * @returns empty for a text that has none
   */
  nameOf(text: string): string {
    const name = this.names.get(text);
    if (name !== undefined) return name;
    const times = this.seen.get(text) ?? 0;
    if (times < TIMES_BEFORE || this.names.size >= MAX_NAMED || !PLANNED.test(text)) {
      if (times > 0 || this.seen.size < MAX_SEEN) this.seen.set(text, times + 1);
      return '';
    }
    const given = nameOfText(text);
    this.names.set(text, given);
    this.seen.delete(text);
    return given;
  }
}

const OF_TEXT = 'text: ';

/** A name that only this text has; PostgreSQL takes 63 characters. */
export function nameOfText(text: string): string {
  return `${OF_TEXT}${createHash('sha256').update(text).digest('base64url')}`;
}

/** Whether somebody called the statement so: neither {@link nameOfText} did, nor has it no name. */
export function isGivenName(name: string): boolean {
  return name !== '' && !name.startsWith(OF_TEXT);
}
