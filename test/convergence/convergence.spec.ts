import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { findDifferences, mirroredIds } from './differences.js';
import { playHistory } from './history.js';
import { Dice } from './random.js';
import { settle } from './settle.js';

/** SEED=n plays one history again; SEEDS=n plays as many. */
const FIRST = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const SEEDS = process.env['SEED'] === undefined ? Number(process.env['SEEDS'] ?? 200) : 1;

describe('the mirror', () => {
  let world: TestApp;

  beforeAll(async () => {
    world = await startTestApp();
  });

  afterAll(() => world.close());

  /** One history with everything that may go wrong on the way, and the repair. */
  async function live(seed: number): Promise<void> {
    const dice = new Dice(seed);
    const { control } = world.clerk;
    control.setWebhookFaults({
      drop: dice.chance(0.5) ? 0.2 : 0,
      duplicate: dice.chance(0.5) ? 0.3 : 0,
      reorder: dice.chance(0.6) ? 0.4 : 0,
      seed,
    });
    if (dice.chance(0.25)) {
      // An outage of Clerk, or a storm of refusals that are not our fault.
      const status = dice.chance(0.5) ? 503 : 429;
      control.setFaults([{ match: '/v1', status, probability: 0.3, times: 10, seed }]);
    }
    await playHistory(world.clerk, dice, `s${seed}`);
    await control.flushWebhooks();
    control.clearFaults();
    await heal(dice);
  }

  /** What was lost comes late and in any order, and what waits for another try need not wait longer. */
  async function heal(dice: Dice): Promise<void> {
    const lost = world.clerk.control.deliveries().filter(({ status }) => status === 'dropped');
    for (const { id } of dice.shuffled(lost)) world.clerk.control.resend(id);
    await world.clerk.control.flushWebhooks();
    await settle(world.database);
  }

  it(
    `equals Clerk after each of ${SEEDS} histories with drops, doubles, disorder and outages (SEED=${FIRST} and on)`,
    async () => {
      let earlier = new Set<string>();
      for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
        await live(seed);
        const differences = await findDifferences(world.clerk.control.state(), world.database, earlier);
        // The seed stands in the failure, so that the history can be played again.
        expect({ seed, differences }).toEqual({ seed, differences: [] });
        earlier = await mirroredIds(world.database);
        emptyClerk(world);
      }
    },
    60_000 + SEEDS * 2_000,
  );
});

/** Each history begins at an empty Clerk; it gives other ids than before, and what is mirrored stays. */
function emptyClerk({ clerk: { control } }: TestApp): void {
  const webhooks = control.webhooks();
  control.reset();
  control.setWebhooks(webhooks);
}
