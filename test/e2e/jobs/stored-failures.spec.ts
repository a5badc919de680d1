import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

describe('a job that failed', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  it('leaves the kind of its error in the queue, and nothing that the error was raised with', async () => {
    // Jobs write what they did into the audit log: from here on that fails, with the row in the error's detail.
    await world.database.query(`
      create function refuse_audit() returns trigger language plpgsql as $$
        begin raise exception 'refused' using errcode = '23514', detail = 'Failing row: ' || new::text; end $$`);
    await world.database.query(
      `create trigger refuse before insert on audit_events for each row
         when (new.action = 'invitation.sent') execute function refuse_audit()`,
    );
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
