import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { findDifferences } from './differences.js';
import { playHistory } from './history.js';
import { Dice } from './random.js';
import { settle } from './settle.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** HISTORIES=2000 plays that many. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 150);
const AT_ONCE = 50;

describe('the order of arrival', () => {
  let world: TestApp;

  beforeAll(async () => {
    world = await startTestApp();
  });

  afterAll(() => world.close());

  it(
    `does not matter: ${HISTORIES} histories, each with all its events shuffled and some doubled, end as Clerk says (SEED=${SEED})`,
    async () => {
      const { control } = world.clerk;
      // Nothing is sent by Clerk itself: the ledger is filled below, in an order of our own.
      control.setWebhookFaults({ drop: true });
      let told = 0;
      let last: string | undefined;
      for (let first = 0; first < HISTORIES; first += AT_ONCE) {
        const dice = new Dice(SEED + first);
        for (let index = first; index < Math.min(first + AT_ONCE, HISTORIES); index += 1) {
          await playHistory(world.clerk, dice, `p${SEED}-${index}`);
        }
        // The oldest are forgotten in the end, so places in the list shift.
        const all = control.deliveries();
        const events = all.slice(all.findIndex(({ id }) => id === last) + 1);
        last = events.at(-1)?.id;
        told += events.length;
        await arrive(dice.shuffled([...events, ...events.filter(() => dice.chance(0.2))]));
        await settle(world.database);
      }
      expect(told).toBeGreaterThan(HISTORIES * 3);
      expect(await findDifferences(control.state(), world.database)).toEqual([]);
      const unsettled = await world.database.query(
        `select event_type, last_error from webhook_deliveries where state = 'dead'`,
      );
      expect(unsettled).toEqual([]);
    },
    60_000 + HISTORIES * 500,
  );

  /** Puts deliveries into the ledger as if they had come in this order; a double comes under another id. */
  async function arrive(events: readonly { id: string; type: string; payload: object }[]): Promise<void> {
    const rows = events.map(({ id, type, payload }, place) => {
      const { data, timestamp } = payload as { data: { id?: string }; timestamp: number };
      return {
        svix_id: `${id}_${place}`,
        event_type: type,
        object_id: data.id ?? null,
        event_at: new Date(timestamp),
        body_sha256: `\\x${createHash('sha256').update(id).digest('hex')}`,
        payload: data,
        next_attempt_at: new Date(Date.now() - 60_000 + place),
      };
    });
    await world.database.query(
      `insert into webhook_deliveries
         (svix_id, event_type, object_id, event_at, body_sha256, payload, state, next_attempt_at, received_at)
       select svix_id, event_type, object_id, event_at, body_sha256, payload, 'pending', next_attempt_at, now()
         from jsonb_to_recordset($1::jsonb) as told (svix_id text, event_type text, object_id text, event_at timestamptz,
              body_sha256 bytea, payload jsonb, next_attempt_at timestamptz)`,
      [JSON.stringify(rows)],
    );
  }
});
