import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { refuseAuditRows } from '../../support/refuse-audit-rows.js';
import { until } from '../../support/test-app.js';

describe('a job that failed', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  it('leaves the kind of its error in the queue, and nothing that the error was raised with', async () => {
    // Jobs write what they did into the audit log.
    await refuseAuditRows(world.database, 'invitation.sent');
    await world
      .as('olivia@harbour.test')
      .post(`/api/v1/organizations/${world.harbour.id}/invitations`, {
        email: 'canary@elsewhere.test',
        role: 'org:member',
      })
      .expect(201);
    let output: Record<string, unknown> | null = null;
    await until('the job has failed', async () => {
      const [row] = await world.database.query<{ output: Record<string, unknown> }>(
        `select output from jobs.job where output ? 'message'`,
      );
      output = row?.output ?? null;
      return output !== null;
    });
    expect(Object.keys(output!).sort()).toEqual(['code', 'errorType', 'message', 'name', 'stack']);
    expect(output).toMatchObject({ code: '23514', name: 'JobFailureError' });
    expect(JSON.stringify(output)).not.toMatch(/canary|elsewhere|Failing row|insert into/i);
  });
});
