import { mirroredEmail } from '#libs/email';
import { UUID_SOURCE } from '#libs/uuid';

/**
 * How a person's identifiers are recognised in data, for exports, erasures and the last look alike: as whole values,
 * never as a part of one. `ed@post.test` does not stand in `ted@post.test`, nor `user_2a` in `user_2ab`.
 */

const ADDRESS = /[\p{L}\p{N}\p{M}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}\p{M}.-]*[\p{L}\p{N}\p{M}]/gu;
// Behind the kind stand random signs; `user_id` and `org_name` are names of fields.
const CLERK_ID =
  /(?<![\p{L}\p{N}_])(?:user|org|orginv)_(?=[0-9A-Za-z]*[0-9A-Z]|[a-z]{20})[0-9A-Za-z]+(?![\p{L}\p{N}_])/gu;
const UUID = new RegExp(`(?<![\\p{L}\\p{N}])${UUID_SOURCE}(?![\\p{L}\\p{N}])`, 'giu');
// E.164 as people write it: a plus or two zeros, then digits with a sign or space between them.
const PHONE = /(?<![\p{L}\p{N}+])(?:\+|00)[1-9](?:[\s().\/-]{0,2}\d){6,}(?!\p{L})/gu;
// Signs that RFC 5321 allows in an address and that far more often stand before one, as in `?email=ed@post.test`.
const BEFORE_ADDRESS = /[=/|&?{}!#*$^~`]/g;

/** Every identifier that stands in a text: addresses, Clerk's ids, ids of ours and phone numbers, in canonical form. */
export function identifiersIn(text: string): Set<string> {
  const found = new Set<string>();
  // Most texts hold none of these, and every one of Clerk's events is looked through.
  if (text.includes('@') || text.includes('%40')) for (const address of addressesIn(text)) found.add(address);
  if (text.includes('user_') || text.includes('org_') || text.includes('orginv_'))
    for (const [id] of text.matchAll(CLERK_ID)) found.add(id);
  if (text.length >= 36) for (const [id] of text.matchAll(UUID)) found.add(id.toLowerCase());
  if (text.includes('+') || text.includes('00')) {
    for (const [number] of text.matchAll(PHONE)) {
      const canonical = canonicalPhone(number);
      if (canonical !== null) found.add(canonical);
    }
  }
  return found;
}

/** Every address in a text, in canonical form. */
export function addressesIn(text: string): string[] {
  const decoded = decodedUrl(text);
  return [...readingsIn(text), ...(decoded === text ? [] : readingsIn(decoded))];
}

function readingsIn(text: string): string[] {
  if (!text.includes('@')) return [];
  const isWhole = (token: string) => token.length === text.trim().length;
  return [...text.matchAll(ADDRESS)].flatMap(([token]) => readingsOf(token, isWhole(token)));
}

/** A text with what links write with a percent sign as it is meant. */
function decodedUrl(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (signs) => {
    try {
      return decodeURIComponent(signs);
    } catch {
      return signs;
    }
  });
}

/** What one run of signs may be read as; where it is all there is, it is that address and no other. */
function readingsOf(token: string, isWhole: boolean): string[] {
  const whole = mirroredEmail(token);
  if (isWhole) return [whole];
  const at = token.lastIndexOf('@');
  const starts = [...token.slice(0, at).matchAll(BEFORE_ADDRESS)].map(({ index }) => index + 1);
  const quoted = /^['.]+/.exec(token)?.[0].length ?? 0;
  const readings = [0, quoted, ...starts].filter((start) => start < at);
  return [...new Set(readings.map((start) => mirroredEmail(token.slice(start))))];
}

/** A number in E.164, e.g. `+436601234567`; null for anything without its country. */
export function canonicalPhone(text: string): string | null {
  const digits = text.trim().replace(/[\s().\/-]/g, '');
  const international = digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
  return /^\+[1-9]\d{6,14}$/.test(international) ? international : null;
}

/** Every text in a JSON value, with the way to it; keys that people may choose are texts as well. */
export function* textsIn(value: unknown, path: readonly string[] = []): Generator<TextAt> {
  if (typeof value === 'string') yield { path, text: value };
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!Array.isArray(value)) yield { path, text: key, isKey: true };
      yield* textsIn(item, [...path, key]);
    }
  }
}

export interface TextAt {
  readonly path: readonly string[];
  readonly text: string;
  readonly isKey?: true;
}
