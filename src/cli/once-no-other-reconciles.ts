import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#libs/http';

const PAUSE_MS = 500;
const MAX_WAIT_MS = 60_000;

/**
 * Does what only one process may do at a time. The service compares every few minutes by itself, so a command that comes
 * meanwhile waits for it, a minute at most, and says so on stderr.
 *
 * @throws AppError 409 `reconciliation_running` when the other one still runs after that, and whatever `work` throws
 */
export async function onceNoOtherReconciles<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + MAX_WAIT_MS;
  for (let told = false; ; told = true) {
    try {
      return await work();
    } catch (error) {
      const isBusy = error instanceof AppError && error.code === 'reconciliation_running';
      if (!isBusy || performance.now() > end) throw error;
    }
    if (!told) console.error('Another reconciliation is running; waiting for its end …');
    await sleep(PAUSE_MS);
  }
}
