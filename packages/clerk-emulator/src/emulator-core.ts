import type { EventEmitter } from './webhooks/event-emitter.js';
import type { EmulatorClock } from './state/emulator-clock.js';
import type { IdGenerator } from './state/id-generator.js';
import type { InstanceIdentity } from './state/instance-identity.js';
import type { State } from './state/state.js';

/** What every operation works with. */
export interface EmulatorCore {
  readonly state: State;
  readonly clock: EmulatorClock;
  readonly ids: IdGenerator;
  readonly identity: InstanceIdentity;
  readonly events: EventEmitter;
  /** Where the emulator is reached, such as `http://127.0.0.1:4100`; also the issuer of its tokens. */
  readonly url: () => string;
  readonly authorizedParty: string;
}

/** The moment of a change: later than any earlier change of the same object, so that "newer wins" has no ties. */
export function changeTime(core: EmulatorCore, before: { updated_at: number }): number {
  return Math.max(core.clock.now(), before.updated_at + 1);
}
