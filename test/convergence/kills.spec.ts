import { afterAll, beforeAll, describe, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { newWebhookSecret, serviceVariables } from '../support/service-variables.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { playHistory } from './history.js';
import { expectNothingLostOrDoneTwice } from './nothing-lost.js';
import { Dice } from '../support/dice.js';
import { ServiceProcess } from './service-process.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** KILLS=20 kills that often. */
const KILLS = Number(process.env['KILLS'] ?? 4);
const HISTORIES_BETWEEN = 4;

describe('a service that is killed', () => {
  let database: TestDatabase;
  let clerk: ClerkEmulator;
  let service: ServiceProcess;
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-kills-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    clerk = await startClerkEmulator({ port: 0, enforceRateLimits: false });
    const secret = newWebhookSecret();
    service = await ServiceProcess.prepare(
      serviceVariables({ databaseUrl: database.url, clerk, directory, webhookSecrets: [secret] }),
    );
    clerk.control.setWebhooks({ enabled: true, url: `${service.url}/api/webhooks/clerk`, secret });
    await service.start();
  }, 120_000);

  afterAll(async () => {
    await service.stop();
    await clerk.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  it(
    `with kill -9 in the middle of its work, ${KILLS} times, loses nothing and does nothing twice (SEED=${SEED})`,
    async () => {
      const dice = new Dice(SEED);
      for (let round = 0; round < KILLS; round += 1) {
        clerk.control.setWebhookFaults({ duplicate: 0.3, reorder: 0.2, seed: SEED + round });
        const killing = sleep(dice.below(250)).then(() => service.kill());
        for (let index = 0; index < HISTORIES_BETWEEN; index += 1) {
          await playHistory(clerk, dice, `k${SEED}-${round}-${index}`);
        }
        await killing;
        await service.start();
      }
      await expectNothingLostOrDoneTwice(clerk, database);
    },
    300_000 + KILLS * 10_000,
  );
});
