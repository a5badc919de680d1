import { createHash } from 'node:crypto';
import type { TestDatabase } from '../support/test-database.js';

/** What Clerk meant to send. */
export interface MeantDelivery {
  readonly id: string;
  readonly type: string;
  readonly payload: object;
}

/**
 * Puts deliveries into the ledger as if they had come in this order; a double comes under another id.
 *
 * @param agoMs how long ago they happened, beyond what their own times say
 */
export async function arrive(
  database: Pick<TestDatabase, 'query'>,
  events: readonly MeantDelivery[],
  agoMs = 0,
): Promise<void> {
  const rows = events.map(({ id, type, payload }, index) => {
    const { data, timestamp } = payload as { data: { id?: string }; timestamp: number };
    return {
      svix_id: `${id}_${index}`,
      event_type: type,
      object_id: data.id ?? null,
      event_at: new Date(timestamp - agoMs),
      body_sha256: `\\x${createHash('sha256').update(id).digest('hex')}`,
      payload: data,
      next_attempt_at: new Date(Date.now() - 60_000 + index),
    };
  });
  await database.query(
    `insert into webhook_deliveries
       (svix_id, event_type, object_id, event_at, body_sha256, payload, state, next_attempt_at, received_at)
     select svix_id, event_type, object_id, event_at, body_sha256, payload, 'pending', next_attempt_at, now()
       from jsonb_to_recordset($1::jsonb) as told (svix_id text, event_type text, object_id text, event_at timestamptz,
            body_sha256 bytea, payload jsonb, next_attempt_at timestamptz)`,
    [JSON.stringify(rows)],
  );
}
