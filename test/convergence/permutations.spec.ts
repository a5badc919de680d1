import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { arrive } from './arrival.js';
import { findDifferences } from './differences.js';
import { playHistory } from './history.js';
import { Dice } from '../support/dice.js';
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
        // The oldest are forgotten in the end, so positions in the list shift.
        const all = control.deliveries();
        const events = all.slice(all.findIndex(({ id }) => id === last) + 1);
        last = events.at(-1)?.id;
        told += events.length;
        await arrive(world.database, dice.shuffled([...events, ...events.filter(() => dice.chance(0.2))]));
        await settle(world.database);
      }
      expect(told).toBeGreaterThan(HISTORIES * 3);
      expect(await findDifferences(control.state(), world.database)).toEqual([]);
      const unsettled = await world.database.query(
        `select event_type, last_error from webhook_deliveries where state = 'dead'`,
      );
      expect(unsettled).toEqual([]);
    },
    120_000 + HISTORIES * 1_500,
  );
});
