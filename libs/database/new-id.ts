import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';

/** So far back the ids keep their order and wait for the clock; past that it was wrong before, and they follow it. */
const MAX_STEP_BACK_MS = 10_000;
let moment = -Infinity;
let sequence = 0;

/**
 * A fresh UUID v7: ordered by time, so that indexes grow at one end, a page of rows can follow the id, and a stretch of
 * time is a stretch of ids. Its time is the machine's. Left to itself the library would give the time of one moment in
 * which the clock was ahead to every id until that time has come.
 */
export function newId(): string {
  const now = Date.now();
  if (now > moment || now < moment - MAX_STEP_BACK_MS) {
    moment = now;
    // Half of the 32 bits, so that there is room to count on.
    sequence = randomInt(2 ** 31);
  } else {
    sequence += 1;
  }
  return v7({ msecs: moment, seq: sequence });
}

/** Below every id that {@link newId} gives from a moment on, and above those from before it. */
export function firstIdOf(moment: Date): string {
  const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`;
}
