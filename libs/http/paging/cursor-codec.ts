import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '../derive-key.js';
import { httpErrors } from '../errors/http-errors.js';
import { requestContext } from '../request/request-context.js';

/** A position in a sorted list: the sort values of the last row seen, as text. */
export type CursorPosition = readonly string[];

/**
 * Names a list with all that it depends on beside the request: what was proven of the caller, sorting. One that begins in
 * the answer of one route and goes on with another is bound to person and name only, and so must name its own place.
 */
export type CursorList = string | { readonly acrossRoutes: string };

const MAC_BYTES = 16;
const MAX_LENGTH = 2048;

/**
 * Writes and reads the cursors of lists. A cursor is signed together with the list it belongs to and the request it was
 * given to (person, route, ids in the path, filters), so one of another person, route, tenant or filter is refused,
 * whatever a list calls itself, and nobody can point a query where the list would not have led.
 */
export class CursorCodec {
  private readonly key: KeyObject;

  constructor(masterKey: Uint8Array) {
    this.key = deriveKey(masterKey, 'cursor');
  }

  encode(list: CursorList, position: CursorPosition): string {
    const payload = Buffer.from(JSON.stringify(position));
    return Buffer.concat([this.sign(list, payload), payload]).toString('base64url');
  }

  /** @throws AppError 400 `invalid_cursor` */
  decode(list: CursorList, cursor: string): CursorPosition {
    const bytes = cursor.length <= MAX_LENGTH ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
    const payload = bytes.subarray(MAC_BYTES);
    const isOurs =
      bytes.length > MAC_BYTES &&
      bytes.toString('base64url') === cursor &&
      timingSafeEqual(bytes.subarray(0, MAC_BYTES), this.sign(list, payload));
    if (!isOurs) throw httpErrors.invalidCursor();
    return JSON.parse(payload.toString('utf8')) as CursorPosition;
  }

  private sign(list: CursorList, payload: Buffer): Buffer {
    const mac = createHmac('sha256', this.key);
    const context = requestContext();
    const [name, request] =
      typeof list === 'string' ? [list, context?.list ?? ''] : [list.acrossRoutes, 'across routes'];
    for (const part of [name, request, context?.callerId ?? ''])
      mac.update(`${Buffer.byteLength(part)}:${part}`);
    mac.update(payload);
    return mac.digest().subarray(0, MAC_BYTES);
  }
}
