import { afterAll, beforeAll, describe, it } from 'vitest';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { migrate } from '#libs/database';
import { type LocalPostgres, startLocalPostgres, withDatabase } from '@tenantry/local-postgres';
import { migrations } from '#migrations';
import { databaseSetup } from '../../src/local/database-setup.js';
import { serviceVariables } from '../support/service-variables.js';
import { playHistory } from './history.js';
import { expectNothingLostOrDoneTwice } from './nothing-lost.js';
import { Dice } from '../support/dice.js';
import { ServiceProcess } from './service-process.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** RESTARTS=4 restarts that often; the server gives up after five within a minute. */
const RESTARTS = Number(process.env['RESTARTS'] ?? 2);
const HISTORIES_BETWEEN = 4;
const WEBHOOK_SECRET = 'whsec_cG9zdGdyZXMgcmVzdGFydHMgaW4gdGhlIG1pZGRsZQ==';

describe('a service whose Postgres is restarted in the middle', () => {
  let postgres: LocalPostgres;
  let pool: pg.Pool;
  let clerk: ClerkEmulator;
  let service: ServiceProcess;
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-restarts-'));

  beforeAll(async () => {
    // The server runs under an account of its own.
    chmodSync(directory, 0o755);
    postgres = await startLocalPostgres({
      directory: join(directory, 'postgres'),
      database: databaseSetup(),
      port: 0,
    });
    await migrate(postgres.adminUrl, migrations);
    pool = new pg.Pool({ connectionString: withDatabase(postgres.superuserUrl, 'tenantry'), max: 2 });
    // Its connections end with the server; the next question opens another one.
    pool.on('error', () => undefined);
    clerk = await startClerkEmulator({ port: 0, enforceRateLimits: false });
    service = await ServiceProcess.prepare(
      serviceVariables({
        databaseUrl: postgres.url,
        clerk,
        directory: join(directory, 'data'),
        webhookSecrets: [WEBHOOK_SECRET],
      }),
    );
    const url = `${service.url}/api/webhooks/clerk`;
    clerk.control.setWebhooks({ enabled: true, url, secret: WEBHOOK_SECRET });
    await service.start();
  }, 120_000);

  afterAll(async () => {
    await service.stop();
    await clerk.stop();
    await pool.end();
    await postgres.stop('immediate');
    rmSync(directory, { recursive: true, force: true });
  });

  const database = {
    query: async <Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
      (await pool.query(sql, parameters)).rows as Row[],
  };

  it(
    `goes on by itself, loses nothing and does nothing twice (${RESTARTS} times, SEED=${SEED})`,
    async () => {
      const dice = new Dice(SEED);
      for (let round = 0; round < RESTARTS; round += 1) {
        clerk.control.setWebhookFaults({ duplicate: 0.3, reorder: 0.2, seed: SEED + round });
        const former = postgres.pid;
        // By turns as an operator stops it, who does not wait for anybody, and as the machine kills it.
        const signal = round % 2 === 0 ? 'SIGINT' : 'SIGKILL';
        const stopping = sleep(dice.below(250)).then(() => process.kill(former, signal));
        for (let index = 0; index < HISTORIES_BETWEEN; index += 1) {
          await playHistory(clerk, dice, `r${SEED}-${round}-${index}`);
        }
        await stopping;
        await untilReady(former);
      }
      await expectNothingLostOrDoneTwice(clerk, database);
    },
    300_000 + RESTARTS * 20_000,
  );

  /** Another server answers, and the service has found it. */
  async function untilReady(former: number): Promise<void> {
    for (const deadline = Date.now() + 30_000; ;) {
      const isAnother = postgres.pid !== former && postgres.pid !== 0;
      const ready = await fetch(`${service.url}/health/ready`).catch(() => undefined);
      await ready?.arrayBuffer();
      if (isAnother && ready?.ok === true) return;
      if (Date.now() > deadline) {
        throw new Error(`after 30 s server ${former} is ${postgres.pid}, the service says ${ready?.status}`);
      }
      await sleep(50);
    }
  }
});
