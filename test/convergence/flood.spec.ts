import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { newWebhookSecret, serviceVariables } from '../support/service-variables.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { Dice } from '../support/dice.js';
import { ServiceProcess } from './service-process.js';
import { svixHeaders } from '../support/svix-headers.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** DELIVERIES=20000 KILLS=20 is the figure; fewer in every run. */
const DELIVERIES = Number(process.env['DELIVERIES'] ?? 400);
const KILLS = Number(process.env['KILLS'] ?? 2);
const DOUBLED = 0.3;
const DISPLACED = 0.2;
const SENDERS = 24;

interface Delivery {
  readonly id: string;
  readonly body: string;
}

describe('a flood of deliveries', () => {
  let database: TestDatabase;
  let clerk: ClerkEmulator;
  let service: ServiceProcess;
  const secret = newWebhookSecret();
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-flood-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    clerk = await startClerkEmulator({ port: 0, enforceRateLimits: false });
    service = await ServiceProcess.prepare(
      serviceVariables({
        databaseUrl: database.url,
        clerk,
        directory,
        webhookSecrets: [secret],
      }),
    );
    await service.start();
  }, 120_000);

  afterAll(async () => {
    await service.stop();
    await clerk.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Two events for each person; a part of all is sent again, and a part comes at another position. */
  function makeDeliveries(dice: Dice): { people: number; queue: Delivery[] } {
    const people = Math.ceil(DELIVERIES / (1 + DOUBLED) / 2);
    const began = Date.now() - 60_000;
    const queue: Delivery[] = [];
    for (let person = 0; person < people; person += 1) {
      // They are at Clerk, which is asked where news of somebody comes late or in the wrong order.
      const { id } = clerk.control.ensureUser({ email: `flood${person}@flood.test`, firstName: 'After' });
      for (const [step, name] of ['Before', 'After'].entries()) {
        const data = userData(id, name, began + person * 2 + step);
        const type = step === 0 ? 'user.created' : 'user.updated';
        queue.push({
          id: `msg_flood${person}_${step}`,
          body: JSON.stringify({ type, data, timestamp: data.updated_at, instance_id: clerk.instanceId }),
        });
      }
    }
    for (const delivery of [...queue]) {
      if (dice.chance(DOUBLED)) queue.splice(dice.below(queue.length), 0, delivery);
    }
    for (let index = 0; index < queue.length; index += 1) {
      if (!dice.chance(DISPLACED)) continue;
      const other = Math.min(queue.length - 1, index + dice.below(200));
      [queue[index], queue[other]] = [queue[other]!, queue[index]!];
    }
    return { people, queue };
  }

  /** As Svix does, again and again until it is taken. */
  async function send({ id, body }: Delivery): Promise<void> {
    for (;;) {
      const answer = await fetch(`${service.url}/api/webhooks/clerk`, {
        method: 'POST',
        headers: svixHeaders(id, body, [secret]),
        body,
      }).catch(() => undefined);
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.ok) return;
      await sleep(50);
    }
  }

  /** Waits as long as it goes on. */
  async function drained(): Promise<void> {
    let [left, since] = [Infinity, Date.now()];
    while (left > 0) {
      const [row] = await database.query<{ left: number }>(
        `select count(*)::integer as left from webhook_deliveries where state = 'pending'`,
      );
      if (row!.left < left) [left, since] = [row!.left, Date.now()];
      if (Date.now() - since > 60_000) throw new Error(`${left} wait and nothing happens`);
      await sleep(100);
    }
  }

  it(
    `of ${DELIVERIES}, a third doubled and a fifth out of order, with ${KILLS} times kill -9, loses none and applies none twice (SEED=${SEED})`,
    async () => {
      const { people, queue } = makeDeliveries(new Dice(SEED));
      let next = 0;
      let kills = 0;
      let restarting = Promise.resolve();
      const sender = async (): Promise<void> => {
        for (let delivery = queue[next]; delivery !== undefined; delivery = queue[next]) {
          next += 1;
          await send(delivery);
          if (kills < KILLS && next > ((kills + 1) * queue.length) / (KILLS + 1)) {
            kills += 1;
            restarting = restarting.then(() => service.kill()).then(() => service.start());
          }
        }
      };
      await Promise.all(Array.from({ length: SENDERS }, sender));
      await restarting;
      await drained();

      expect(kills).toBe(KILLS);
      const [ledger] = await database.query(
        `select count(*)::integer as rows, count(*) filter (where state = 'applied')::integer as applied,
                sum(repeats)::integer >= $1 as repeated from webhook_deliveries`,
        [queue.length - people * 2],
      );
      expect(ledger).toEqual({ rows: people * 2, applied: people * 2, repeated: true });
      const [mirror] = await database.query(
        `select count(*)::integer as people, count(*) filter (where first_name = 'After')::integer as newest
           from users`,
      );
      expect(mirror).toEqual({ people, newest: people });
      // One row for each event that took effect: the first news of a person makes them, a second one changes them.
      const rows = await database.query<{ created: number; updated: number }>(
        `select count(*) filter (where action = 'user.created')::integer as created,
                count(*) filter (where action = 'user.updated')::integer as updated
           from audit_events where action like 'user.%' group by target_id`,
      );
      expect(rows).toHaveLength(people);
      expect(rows.filter(({ created, updated }) => created !== 1 || updated > 1)).toEqual([]);
    },
    120_000 + DELIVERIES * 60 + KILLS * 20_000,
  );
});

function userData(id: string, name: string, updatedAt: number) {
  return {
    id,
    object: 'user',
    first_name: name,
    last_name: null,
    external_id: null,
    primary_email_address_id: null,
    email_addresses: [],
    banned: false,
    two_factor_enabled: false,
    created_at: updatedAt,
    updated_at: updatedAt,
  };
}
