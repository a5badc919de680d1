import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { arrive, type MeantDelivery } from './arrival.js';
import { playHistory } from './history.js';
import { Dice } from '../support/dice.js';
import { itemsOf, planDrift, UNPACED } from './reconcile.js';
import { settle } from './settle.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** HISTORIES=1000 plays that many. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 60);
const LOST = 0.15;
const REORDERED = 0.3;
/** How many others a delivery that is held up lets pass, at most. */
const MAX_PASSED = 30;
const BACKLOG_MS = 10 * 60_000;

describe('a backlog of deliveries, some lost and some out of order', () => {
  let world: TestApp;

  beforeAll(async () => {
    world = await startTestApp({ variables: () => UNPACED });
  });

  afterAll(() => world.close());

  it(
    `makes nobody and nothing that is gone at Clerk: ${HISTORIES} histories (SEED=${SEED})`,
    async () => {
      const { control } = world.clerk;
      // Nothing is sent by Clerk itself: all that it meant to send comes at once, when it is all over.
      control.setWebhookFaults({ drop: true });
      const dice = new Dice(SEED);
      const events: MeantDelivery[] = [];
      let last: string | undefined;
      for (let index = 0; index < HISTORIES; index += 1) {
        await playHistory(world.clerk, dice, `l${SEED}-${index}`);
        // The oldest are forgotten in the end, so positions in the list shift.
        const all = control.deliveries();
        events.push(...all.slice(all.findIndex(({ id }) => id === last) + 1));
        last = events.at(-1)?.id;
      }
      const lost = new Set(events.filter(() => dice.chance(LOST)));
      const [deletion] = events.filter(({ type }) => type === 'user.deleted');
      if (deletion !== undefined) lost.add(deletion);
      const left = events.filter((event) => !lost.has(event));
      await arrive(world.database, reordered(left, dice), BACKLOG_MS);
      await settle(world.database, 300_000 + HISTORIES * 2_000);

      const plan = await planDrift(world.app);
      // Lost news leaves something missing or different; that is the reconciliation's to mend.
      expect(plan.drift?.total).toBeGreaterThan(0);
      expect(await itemsOf(world.app, plan, 'extra')).toEqual([]);
    },
    120_000 + HISTORIES * 4_000,
  );
});

/** Holds some of them up, so that others pass them. */
function reordered(events: readonly MeantDelivery[], dice: Dice): MeantDelivery[] {
  return events
    .map((event, index) => ({
      event,
      position: index + (dice.chance(REORDERED) ? 1 + dice.below(MAX_PASSED) : 0),
    }))
    .sort((a, b) => a.position - b.position)
    .map(({ event }) => event);
}
