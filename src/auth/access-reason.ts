import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { textValue } from '#libs/http';
import { passOf } from './page-pass.js';

/** Characters, not bytes. */
export const ACCESS_REASON_LENGTH = { min: 3, max: 500 } as const;

const text = textValue(ACCESS_REASON_LENGTH);

/** `UTF-8'en'%e2%82%ac%20rates` (RFC 8187, 3.2.1): charset, language, and octets in percent-encoding. */
const EXTENDED = /^utf-8'[A-Za-z0-9-]*'(.*)$/i;
const VALUE_CHARACTERS = /^(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9!#$&+.^_`|~-])*$/;

/** The reason that a request states: in its header, or in the pass with which a browser opens a page. */
export function accessReasonOf({ raw, headers }: Pick<FastifyRequest, 'raw' | 'headers'>): string | null {
  const pass = passOf(raw);
  return pass === undefined ? readAccessReason(headers['x-access-reason']) : pass.accessReason;
}

/**
 * The stated reason of support access as its author wrote it, or null when it is missing or no sentence: 3 to 500 characters on
 * one line. A header is bytes: those of UTF-8, or the ext-value of RFC 8187 where a client sends ASCII only. Bytes that are
 * no UTF-8 are Latin-1, which is what `fetch` makes of a text such as "Prüfung".
 *
 * @param header as Node gives it, one character for each byte
 */
export function readAccessReason(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string') return null;
  const written = decoded(header);
  if (written === null || /\p{Cc}/u.test(written)) return null;
  const reading = text.read(written);
  return 'problems' in reading ? null : (reading.value as string);
}

/** Not trimmed before: byte A0 is a blank in Latin-1 and the end of a letter in UTF-8. */
function decoded(header: string): string | null {
  const value = EXTENDED.exec(header)?.[1];
  if (value === undefined) {
    const bytes = Buffer.from(header, 'latin1');
    return isUtf8(bytes) ? bytes.toString('utf8') : header;
  }
  if (!VALUE_CHARACTERS.test(value)) return null;
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
