import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrivacyCaseMaintenanceService } from '#privacy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startReplica } from '../../access/quiet-app.js';
import { ServiceProcess } from '../../convergence/service-process.js';
import { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { variablesOf } from '../../support/service-variables.js';

const BULK = '/api/v1/privacy/bulk';
/** PEOPLE=1000 for as many as a bulk may have. */
const PEOPLE = Number(process.env['PEOPLE'] ?? 120);
const STEPPED_UP = { fva: [0, -1] };

describe('bulk work of a process that is killed', () => {
  let world: DemoWorld;
  let api: { app: NestFastifyApplication; url: string };
  let worker: ServiceProcess;

  beforeAll(async () => {
    world = await startDemoWorld();
    await world.app.close();
    // The tests' own service takes no jobs from here on: they are the other process's.
    api = await startReplica(world.environment, 'api');
    worker = await ServiceProcess.prepare(variablesOf(world));
  }, 120_000);

  afterAll(async () => {
    await worker.stop();
    await api.app.close();
    await world.close();
  });

  it('goes on with the next person when it is started again, and asks nobody twice', async () => {
    const people = await world.database.query<{ id: string }>(
      `insert into users (id, banned, two_factor_enabled, created_at, updated_at)
       select gen_random_uuid(), false, false, now(), now() from generate_series(1, $1) returning id`,
      [PEOPLE],
    );
    const email = 'compliance@tenantry.test';
    const token = () => world.clerk.control.tokens({ email, claims: STEPPED_UP }).jwt;
    const staff = () => new ApiClient(api.url, token);
    const { body } = await staff()
      .post(BULK, { action: 'object', people: people.map(({ id }) => id), purposes: ['news'], dryRun: false })
      .expect(201);
    const progress = async () => (await staff().get(`${BULK}/${body.id}`).expect(200)).body;
    const reaches = async (reached: (bulk: { done: number; status: string }) => boolean) => {
      while (!reached(await progress()));
    };
    await worker.start();
    await reaches(({ done }) => done > PEOPLE / 10);
    await worker.kill();
    const cut = await progress();
    expect(cut).toMatchObject({ status: 'running', total: PEOPLE });
    expect(cut.done).toBeLessThan(PEOPLE);

    // The job died with the process; the round finds what it left.
    expect(await api.app.get(PrivacyCaseMaintenanceService, { strict: false }).tidy()).toMatchObject({
      bulksResumed: 1,
    });
    await worker.start();
    await reaches(({ status }) => status === 'done');
    expect((await progress()).counts).toEqual({ asked: PEOPLE });
    const [asked] = await world.database.query(
      `select count(*)::int as requests, count(distinct user_id)::int as people,
              (select count(*)::int from audit_events where action = 'privacy.request_received') as audits
         from privacy_requests where kind = 'objection'`,
    );
    expect(asked).toEqual({ requests: PEOPLE, people: PEOPLE, audits: PEOPLE });
  }, 120_000);
});
