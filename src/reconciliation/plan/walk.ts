import { setTimeout as sleep } from 'node:timers/promises';
import { ClerkUnavailableError } from '#libs/clerk';
import type { ReconciliationLimits } from '../reconciliation-limits.js';

const FIRST_PAUSE_MS = 250;
const MOST_RESPECTED_MS = 60_000;

/**
 * Asks Clerk again after growing pauses, and after as long as it says, while it cannot answer. A 429 is no proof that
 * we are too fast, so nothing is concluded from it but to wait.
 *
 * @throws ClerkUnavailableError when the patience is at its end
 */
export async function patiently<T>(
  ask: () => Promise<T>,
  { mostTries, longestPauseMs }: Pick<ReconciliationLimits, 'mostTries' | 'longestPauseMs'>,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ClerkUnavailableError) || attempt >= mostTries) throw error;
      const ours = Math.min(longestPauseMs, FIRST_PAUSE_MS * 2 ** (attempt - 1));
      const asked = Math.min(MOST_RESPECTED_MS, (error.retryAfterSeconds ?? 0) * 1000);
      await pause(Math.max(asked, ours / 2 + (ours / 2) * Math.random()), signal);
    }
  }
}

/** Waits; ends at once, with the reason, when the signal does. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}

/**
 * Reads pages one after the other, each while the one before is being worked on: the pace of Clerk's limit is then the
 * only one that counts.
 */
export async function* pagesFrom<Place, Page extends { readonly next: Place | null }>(
  first: Place | null,
  fetch: (place: Place | null) => Promise<Page>,
): AsyncGenerator<Page> {
  let ahead: Promise<Page> | null = fetch(first);
  while (ahead !== null) {
    const page: Page = await ahead;
    ahead = page.next === null ? null : fetch(page.next);
    // Whoever reads may stop before they come to it.
    ahead?.catch(() => undefined);
    yield page;
  }
}
