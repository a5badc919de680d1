import type { JsonObject } from '../state/records.js';

/** What Clerk answers when an object was deleted. */
export function deletedShape(object: string, id: string, extras: JsonObject = {}): JsonObject {
  return { object, id, deleted: true, ...extras };
}
