import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { type DemoWorld, PLATFORM_STAFF, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const HARBOUR = ['olivia@harbour.test', 'mark@harbour.test', 'sam@harbour.test', 'vera@harbour.test'];

describe('heavy requests', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  }, 120_000);

  afterAll(() => world.close());

  /** Nobody reads a month until `work` is done: each report waits in the database, on a connection of its own. */
  async function whileReportsHang(work: () => Promise<void>): Promise<void> {
    const holder = new pg.Client({ connectionString: world.database.superuserUrl });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query('lock table usage_records in access exclusive mode');
      await work();
    } finally {
      await holder.query('rollback');
      await holder.end();
    }
  }

  it('leave probes and light reads alone, and are told when to come again', async () => {
    const operators = Object.keys(PLATFORM_STAFF).filter((email) => !email.startsWith('compliance'));
    const reports: Promise<{ status: number; body: { code?: string }; headers: Record<string, string> }>[] =
      [];
    let answered = 0;
    await whileReportsHang(async () => {
      for (let n = 0; n < 8; n += 1) {
        for (const email of operators)
          reports.push(
            world
              .as(email)
              .get('/api/v1/usage')
              .then((answer) => {
                answered += 1;
                return answer;
              }),
          );
      }
      await until('reports wait in the database', async () => {
        const waiting = await world.database.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return waiting.length >= 4;
      });
      const light = await Promise.all(
        HARBOUR.flatMap((email) => [
          world.anonymous().get('/health/ready'),
          world.as(email).get('/api/v1/me'),
          world.as(email).get(`/api/v1/organizations/${world.harbour.id}`),
        ]),
      );
      expect(light.map(({ status }) => status)).toEqual(light.map(() => 200));
      // None can be given out while the months cannot be read.
      await until('a report is refused', () => Promise.resolve(answered > 0));
    });
    const answers = await Promise.all(reports);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, body, headers } of refused) {
      expect([429, 503]).toContain(status);
      expect(['busy', 'too_many_requests', 'unavailable']).toContain(body.code);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    await world.as('operator@tenantry.test').get('/api/v1/usage').expect(200);
  });
});
