import { setTimeout as sleep } from 'node:timers/promises';
import { ClerkUnavailableError } from '#libs/clerk';
import type { ReconciliationLimits } from '../reconciliation-limits.js';

const FIRST_PAUSE_MS = 250;
const MAX_RESPECTED_MS = 60_000;

/**
 * Asks Clerk again after growing pauses, and after as long as it says, while it cannot answer. A 429 is no proof that
 * we are too fast, so nothing is concluded from it but to wait.
 *
 * The transport tries a request three times of its own, for two minutes at most; these are the tries beyond them, for a
 * run that has hours: they outlast an open breaker and a spent budget of retries, which the transport reports at once, and
 * they end with the run. No `Retry-After` is waited for twice: the transport waits before its own next try, and keeps
 * a pause by when it ends, so that what is waited here for its last answer is over when it looks.
 *
 * @throws ClerkUnavailableError after the last try
 */
export async function withRetries<T>(
  ask: () => Promise<T>,
  { maxTries, maxPauseMs }: Pick<ReconciliationLimits, 'maxTries' | 'maxPauseMs'>,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ClerkUnavailableError) || attempt >= maxTries) throw error;
      const ours = Math.min(maxPauseMs, FIRST_PAUSE_MS * 2 ** (attempt - 1));
      const asked = Math.min(MAX_RESPECTED_MS, (error.retryAfterSeconds ?? 0) * 1000);
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

/** Requests under way at once, where positions can be foreseen: an answer takes longer than the pace allows. */
const AHEAD = 4;

/**
 * Reads pages in order, the next ones while the one before is being worked on: the pace of Clerk's limit is then the
 * only one that counts.
 *
 * @param foresee the position behind one whose page has not come yet, judged by the latest page that has; null where only
 *   the page itself tells
 */
export async function* pagesFrom<Position, Page extends { readonly next: Position | null }>(
  first: Position | null,
  fetch: (position: Position | null) => Promise<Page>,
  foresee: (position: Position, latest: Page) => Position | null = () => null,
): AsyncGenerator<Page> {
  const begin = (position: Position | null): Promise<Page> => {
    const page = fetch(position);
    // Whoever reads may stop before they come to it.
    page.catch(() => undefined);
    return page;
  };
  const ahead = [begin(first)];
  let furthest = first;
  for (let coming = ahead.shift(); coming !== undefined; coming = ahead.shift()) {
    const page = await coming;
    if (page.next === null) {
      yield page;
      return;
    }
    while (ahead.length < AHEAD) {
      const position: Position | null =
        ahead.length === 0 ? page.next : furthest === null ? null : foresee(furthest, page);
      if (position === null) break;
      furthest = position;
      ahead.push(begin(position));
    }
    yield page;
  }
}
