import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

describe('a job', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld({ jobPollSeconds: 600 });
  });

  afterAll(() => world.close());

  it('begins when what asked for it has committed, and the next when it is over, however seldom queues are looked into', async () => {
    const emails = Array.from({ length: 8 }, (_, index) => `prompt-${index}@elsewhere.test`);
    await world
      .as('olivia@harbour.test')
      .post(`/api/v1/organizations/${world.harbour.id}/invitations/bulk`, {
        invitations: emails.map((email) => ({ email, role: 'org:member' })),
      })
      .expect(200);
    await world.jobsDone();
    const atClerk = world.clerk.control
      .state()
      .organizationInvitations.map(({ email_address: email }) => String(email));
    expect(atClerk).toEqual(expect.arrayContaining(emails));
  });
});
