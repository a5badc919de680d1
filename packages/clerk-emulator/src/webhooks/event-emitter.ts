import type { JsonObject } from '../state/records.js';

/** Takes note that something happened; delivery is somebody else's job. */
export interface EventEmitter {
  emit(type: string, data: JsonObject): void;
}
