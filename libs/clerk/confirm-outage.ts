import type { CircuitBreaker } from './circuit-breaker.js';
import { ClerkUnavailableError } from './clerk-errors.js';

const MAX_TRIES = 10;

/**
 * Whether Clerk is out: its breaker says so, and so does a question that is sent now, past the breaker. A process that asked
 * nothing lately has no opinion, and asks until it has one. An answer of any kind is an answer: then it is not out.
 *
 * @param ask sends one question
 */
export async function confirmOutage(breaker: CircuitBreaker, ask: () => Promise<unknown>): Promise<boolean> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    // None while it cools down: the answer tells nothing to the breaker then, and something to who asks.
    const permit = breaker.admit();
    try {
      await ask();
      if (permit !== null) breaker.succeeded(permit);
      return false;
    } catch (error) {
      if (!(error instanceof ClerkUnavailableError)) {
        if (permit !== null) breaker.succeeded(permit);
        return false;
      }
      if (permit !== null) breaker.failed(permit, { isTimeout: error.reason === 'timeout' });
    }
    if (breaker.state !== 'closed') return true;
  }
  return false;
}
