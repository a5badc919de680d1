import type { FieldReader } from './field-reader.js';

/** Key in the private metadata of an object at Clerk under which the mark of the request that made it stands. */
const MARK = 'tenantry_mark';

/** The private metadata that carries a mark, as a part of a body. */
export function withMark(mark: string | undefined): { private_metadata?: Record<string, string> } {
  return mark === undefined ? {} : { private_metadata: { [MARK]: mark } };
}

/** The mark of an object at Clerk; null when another hand made it. */
export function markOf(object: FieldReader): string | null {
  const mark = object.optionalObject('private_metadata')?.raw(MARK);
  return typeof mark === 'string' ? mark : null;
}
