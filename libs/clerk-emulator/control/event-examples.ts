import type { EmulatorCore } from '../emulator-core.js';
import { badValue } from '../server/clerk-error.js';
import type { JsonObject } from '../state/records.js';

/** An example of the data of an event type. */
export function eventExample(core: EmulatorCore, type: string): JsonObject {
  if (!core.url().startsWith('http')) throw badValue('type', `${type} is not one of Clerk's event types.`);
  return {};
}
