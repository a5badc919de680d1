import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { newWebhookSecret, ORIGIN, serviceVariables } from '../support/service-variables.js';
import { until } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { playHistory } from './history.js';
import { expectNothingLostOrDoneTwice } from './nothing-lost.js';
import { Dice } from '../support/dice.js';
import { ServiceProcess } from './service-process.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** STOPS=50 stops that often. */
const STOPS = Number(process.env['STOPS'] ?? 3);
const INVITATIONS = 5;
/** Clerk takes so long for each, so that some are always under way. */
const CLERK_MS = 300;
const INVITE = 'POST /v1/organizations/*/invitations';

describe('a worker that is told to stop in the middle of its work', () => {
  let database: TestDatabase;
  let clerk: ClerkEmulator;
  let api: ServiceProcess;
  let worker: ServiceProcess;
  let organizationId: string;
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-worker-stops-'));
  const addresses: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    clerk = await startClerkEmulator({ port: 0, enforceRateLimits: false, authorizedParties: [ORIGIN] });
    const secret = newWebhookSecret();
    const variables = {
      ...serviceVariables({ databaseUrl: database.url, clerk, directory, webhookSecrets: [secret] }),
      RATE_LIMIT_ENABLED: 'false',
      CLERK_RATE_LIMIT: '100000',
    };
    api = await ServiceProcess.prepare({ ...variables, ROLE: 'api' });
    // Each notes in its folder that it runs, and refuses to start where another one does.
    const own = { TENANTRY_LOCAL_DIR: join(directory, 'local-worker') };
    worker = await ServiceProcess.prepare({ ...variables, ...own, ROLE: 'worker' });
    await Promise.all([api.start(), worker.start()]);
    clerk.control.setWebhooks({ enabled: true, url: `${api.url}/api/webhooks/clerk`, secret });
    const { id: owner } = clerk.control.ensureUser({ email: 'owner@stops.test' });
    clerk.control.ensureOrganization({ name: 'Stops', slug: 'stops', createdBy: owner });
    await until('the organization is known', async () => {
      const [row] = await database.query<{ id: string }>(
        `select o.id from organizations o join memberships m on m.organization_id = o.id and m.role = 'org:admin'`,
      );
      organizationId = row?.id ?? '';
      return row !== undefined;
    });
  }, 180_000);

  afterAll(async () => {
    await Promise.all([api.stop(), worker.stop()]);
    await clerk.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function invite(emailAddress: string): Promise<void> {
    const { jwt } = clerk.control.tokens({ email: 'owner@stops.test' });
    const response = await fetch(`${api.url}/api/v1/organizations/${organizationId}/invitations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email: emailAddress, role: 'org:member' }),
    });
    if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
    addresses.push(emailAddress);
  }

  const jobs = (state: string) =>
    database.query(`select id, name from jobs.job where state = $1 and name not like '\\_\\_%'`, [state]);

  it(
    `ends with code 0 and leaves nothing in its hands, ${STOPS} times; all is done once (SEED=${SEED})`,
    async () => {
      const dice = new Dice(SEED);
      for (let stop = 0; stop < STOPS; stop += 1) {
        clerk.control.setFaults([{ match: INVITE, latencyMs: CLERK_MS }]);
        for (let n = 0; n < INVITATIONS; n += 1) await invite(`i${stop}-${n}@stops.test`);
        const history = playHistory(clerk, dice, `w${SEED}-${stop}`);
        await until('a job is under way', async () => (await jobs('active')).length > 0);
        await sleep(dice.below(CLERK_MS));
        expect(await worker.stop()).toBe(0);
        // One that stayed active would wait until its time is over before the next worker takes it.
        expect(await jobs('active')).toEqual([]);
        await history;
        await worker.start();
      }
      clerk.control.clearFaults();
      await until('all jobs are done', async () => {
        // What the history made Clerk refuse waits longer after each try: twelve stops are enough for a minute.
        await database.query(
          `update jobs.job set start_after = now() where state = 'retry' and start_after > now()`,
        );
        const left = await Promise.all(['created', 'retry', 'active'].map(jobs));
        return left.flat().length === 0;
      });
      const invited = await database.query<{ email: string; delivery: string }>(
        `select email_address as email, delivery from invitations where email_address like '%@stops.test' order by 1`,
      );
      expect(invited).toEqual(addresses.toSorted().map((email) => ({ email, delivery: 'sent' })));
      const atClerk = clerk.control
        .state()
        .organizationInvitations.map((each) => each['email_address'] as string)
        .filter((email) => email.endsWith('@stops.test'));
      expect(atClerk.toSorted()).toEqual(addresses.toSorted());
      expect(await jobs('failed')).toEqual([]);
      await expectNothingLostOrDoneTwice(clerk, database);
    },
    180_000 + STOPS * 60_000,
  );
});
