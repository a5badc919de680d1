import { setTimeout as sleep } from 'node:timers/promises';
import { ClerkSchemaError, ClerkUnavailableError } from '#libs/clerk';

const TRIES = 12;
const PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;

export interface SettlingOptions {
  /** An earlier try may have made it. */
  readonly isUncertain: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Default 12. */
  readonly tries?: number | undefined;
  /** Clerk is not waited for any longer than that, whatever it asks for. */
  readonly longestWaitMs?: number | undefined;
}

/**
 * Tries to make something at Clerk until an answer says what became of it, with growing pauses.
 *
 * @param make is told whether an earlier try may have made it: then Clerk is looked at before anything is made
 * @throws ClerkUnavailableError or ClerkSchemaError after the last try, and whatever else `make` throws at once
 */
export async function untilSettled<T>(
  { isUncertain, signal, tries = TRIES, longestWaitMs = Infinity }: SettlingOptions,
  make: (mayExist: boolean) => Promise<T>,
): Promise<T> {
  let mayExist = isUncertain;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await make(mayExist);
    } catch (error) {
      // An answer that nobody can read may be that of something that was made.
      const isLost = error instanceof ClerkSchemaError;
      if (!isLost && !(error instanceof ClerkUnavailableError)) throw error;
      mayExist ||= isLost || error.mayHaveHappened;
      const asked = isLost ? 0 : (error.retryAfterSeconds ?? 0) * 1_000;
      if (attempt >= tries || asked > longestWaitMs) throw error;
      const backoff = Math.min(MAX_PAUSE_MS, PAUSE_MS * 2 ** attempt) * Math.random();
      await sleep(asked + backoff, undefined, { ...(signal && { signal }) });
    }
  }
}
