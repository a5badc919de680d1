import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDatabase } from '../support/test-database.js';

/** Waits until the ledger is applied; what waits for another try is tried at once. */
export async function settle(database: Pick<TestDatabase, 'query'>, timeoutMs = 120_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    await database.query(
      `update webhook_deliveries set next_attempt_at = now() where state = 'pending' and next_attempt_at > now()`,
    );
    const open = await database.query<{ event_type: string; last_error: string | null }>(
      `select event_type, last_error from webhook_deliveries where state = 'pending' limit 5`,
    );
    if (open.length === 0) return;
    if (Date.now() > deadline) throw new Error(`still waiting: ${JSON.stringify(open)}`);
    await sleep(100);
  }
}
