import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'supertest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const CHANGE = 'PATCH /v1/organizations/*/memberships/*';

describe('two changes of one member at the same time', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  }, 120_000);

  afterAll(() => world.close());
  afterEach(() => {
    world.clerk.control.clearFaults();
  });

  const olivia = () => world.as('olivia@harbour.test');
  const path = async (email: string) =>
    `/api/v1/organizations/${world.harbour.id}/members/${await world.userId(email)}`;
  const change = async (email: string, role: string): Promise<Response> =>
    olivia().patch(await path(email), { role });
  const atClerk = (email: string): unknown => {
    const { id } = world.clerk.control.ensureUser({ email });
    return (
      world.clerk.control
        .state()
        .organizationMemberships.find(
          (each) => (each['public_user_data'] as { user_id: string }).user_id === id,
        )?.['role'] ?? null
    );
  };
  const here = async (email: string): Promise<string | null> => {
    const [row] = await world.database.query<{ role: string }>(
      'select role from memberships where user_id = $1',
      [await world.userId(email)],
    );
    return row?.role ?? null;
  };
  /** Raises somebody at a Clerk that does it at once and says so late. */
  const raiseSlowly = (email: string): Promise<Response> => {
    world.clerk.control.setFaults([{ match: CHANGE, answerLatencyMs: 3_000, times: 1 }]);
    return change(email, 'org:admin');
  };

  it('what is taken meanwhile holds at once and in the end, and whoever gave it is told', async () => {
    const email = 'sam@harbour.test';
    const raised = raiseSlowly(email);
    await until('Clerk has raised them', () => Promise.resolve(atClerk(email) === 'org:admin'));
    const lowered = await change(email, 'org:member');
    expect([lowered.status, lowered.body.role]).toEqual([200, 'org:member']);
    const answer = await raised;
    expect([answer.status, answer.body.code]).toEqual([409, 'member_changed']);
    expect(await here(email)).toBe('org:member');
    await world.jobsDone();
    await world.settled();
    expect([await here(email), atClerk(email)]).toEqual(['org:member', 'org:member']);
  });

  it('who is removed meanwhile stays removed, here and at Clerk', async () => {
    const email = 'vera@harbour.test';
    const raised = raiseSlowly(email);
    await until('Clerk has raised them', () => Promise.resolve(atClerk(email) === 'org:admin'));
    await olivia()
      .delete(await path(email))
      .expect(204);
    expect((await raised).status).toBe(404);
    await world.jobsDone();
    await world.settled();
    expect([await here(email), atClerk(email)]).toEqual([null, null]);
  });

  it('a job that Clerk carries out after we gave up on it undoes nothing that was acknowledged', async () => {
    const email = 'mark@harbour.test';
    expect((await change(email, 'org:admin')).status).toBe(200);
    // Longer than the deadline of a try.
    world.clerk.control.setFaults([{ match: CHANGE, latencyMs: 7_000, times: 1 }]);
    expect((await change(email, 'org:member')).status).toBe(200);
    await until('the job has its turn', async () => {
      const rows = await world.database.query('select from clerk_write_leases where held_until > now()');
      return rows.length > 0;
    });
    for (;;) {
      const answer = await change(email, 'org:admin');
      if (answer.status === 200) break;
      expect([answer.status, answer.body.code]).toEqual([409, 'being_changed']);
      await sleep(Number(answer.headers['retry-after']) * 1_000);
    }
    // The job, which has paused for longer each time, looks once more and finds nothing to do.
    for (let open = true; open;) {
      await sleep(200);
      const jobs = await world.database.query(`select from jobs.job where state < 'completed'`);
      open = jobs.length > 0;
    }
    await world.settled();
    expect([await here(email), atClerk(email)]).toEqual(['org:admin', 'org:admin']);
  }, 120_000);
});
