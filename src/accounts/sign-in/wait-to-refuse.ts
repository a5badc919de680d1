import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than a verification here, and than Clerk mostly takes. */
const STEP_MS = 600;

/**
 * Waits until the next full step since the beginning, so that a refusal takes the same time whether nobody was found, a
 * digest was computed here or Clerk was asked.
 *
 * @param startedAt by `performance.now()`
 */
export async function waitToRefuse(startedAt: number): Promise<void> {
  const elapsed = performance.now() - startedAt;
  await sleep(Math.ceil((elapsed + 1) / STEP_MS) * STEP_MS - elapsed);
}
