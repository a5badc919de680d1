import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvitesService } from '#accounts';
import { SignUpsJobService } from '../../../src/accounts/sign-up/sign-ups-job.service.js';
import { ORIGIN } from '../../support/service-variables.js';
import { until } from '../../support/test-app.js';
import { startKillableReplica } from './killable-replica.js';
import { AuthBrowser, type SignInWorld, startSignInWorld } from './sign-in-world.js';

const PASSWORD = 'correct horse battery staple';

describe('a sign-up whose process is killed', () => {
  let world: SignInWorld;
  let count = 0;
  beforeAll(async () => {
    world = await startSignInWorld({ variables: { SCHEDULER_ENABLED: 'false' } });
  }, 60_000);
  afterAll(() => world.close());

  it.each([
    ['before Clerk has begun', 'POST /v1/client/sign_ups', { latencyMs: 60_000 }, 'begun', 0],
    [
      'when Clerk has made the user and not said so yet',
      'POST /v1/client/sign_ups/*/attempt_verification',
      { answerLatencyMs: 60_000 },
      'verifying',
      1,
    ],
    ['before the person is taken in here', 'GET /v1/users/*', { latencyMs: 60_000 }, 'created', 1],
  ])('is one whole account or none: %s', async (_, match, fault, state, accounts) => {
    const { id, code } = await world.app
      .get(InvitesService, { strict: false })
      .create({ uses: 1, days: 1 }, { kind: 'system', name: 'accounts' });
    const emailAddress = `killed-${++count}@made-up.test`;
    const { child, url } = await startKillableReplica(world);
    const ended = once(child, 'exit');
    world.clerk.control.setFaults([{ match, ...fault, times: 1 }]);
    try {
      const browser = new AuthBrowser(url, ORIGIN);
      const cutOff = browser
        .post('sign-up', { inviteCode: code, emailAddress, password: PASSWORD })
        .then(() => browser.post('verify-email', { code: '424242' }))
        .catch(() => null);
      await until('Clerk is asked', async () => {
        const rows = await world.database.query<{ state: string }>(
          `select state from account_sign_ups where invite_id = '${id}'`,
        );
        return rows[0]?.state === state && world.usersAt(emailAddress).length === accounts;
      });
      child.kill('SIGKILL');
      await ended;
      expect(await cutOff).toBeNull();
    } finally {
      child.kill('SIGKILL');
      world.clerk.control.clearFaults();
    }
    const job = world.app.get(SignUpsJobService, { strict: false });
    // The process may be alive as long as its lease is.
    expect(await job.run()).toMatchObject({ finished: 0, undone: 0 });
    await world.database.query(
      `update account_sign_ups set held_until = now() - interval '1 minute' where invite_id = '${id}'`,
    );
    expect(await job.run()).toMatchObject({ finished: accounts, undone: 1 - accounts });
    expect(world.usersAt(emailAddress)).toHaveLength(accounts);
    const [invite] = await world.database.query(`select taken from sign_up_invites where id = '${id}'`);
    expect(invite).toEqual({ taken: accounts });
    const { status } = await world.browser().signIn(emailAddress, PASSWORD);
    expect(status).toBe(accounts === 1 ? 200 : 401);
  });
});
