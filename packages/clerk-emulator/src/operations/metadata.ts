import { isObject } from '../server/fields.js';
import type { JsonObject } from '../state/records.js';

/** Clerk's merge of metadata: objects are merged deeply, `null` deletes a key, everything else replaces. */
export function mergeMetadata(before: JsonObject, changes: JsonObject): JsonObject {
  const merged = { ...before };
  for (const [key, value] of Object.entries(changes)) {
    const old = merged[key];
    if (value === null) Reflect.deleteProperty(merged, key);
    else if (isObject(value)) merged[key] = mergeMetadata(isObject(old) ? old : {}, value);
    else merged[key] = value;
  }
  return merged;
}
