import { once } from 'node:events';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RightsLoadService } from '#accounts';
import { SweepJobService } from '../../../src/accounts/sweep/sweep-job.service.js';
import { ORIGIN } from '../../support/service-variables.js';
import { until } from '../../support/test-app.js';
import { digestOf } from './accounts-world.js';
import { startKillableReplica } from './killable-replica.js';
import { AuthBrowser, type SignInWorld, startSignInWorld } from './sign-in-world.js';

const PASSWORD = 'correct horse battery staple';
describe('a first sign-in by an old password', () => {
  let world: SignInWorld;
  let digest: string;
  let count = 0;

  beforeAll(async () => {
    world = await startSignInWorld();
    digest = await digestOf(PASSWORD);
  }, 60_000);

  afterAll(() => world.close());

  const old = async () => {
    const email = `lazy-${++count}@made-up.test`;
    await world.load([{ id: `lazy-${count}`, email, digest }]);
    return email;
  };
  const accountOf = async (email: string) => {
    const [row] = await world.database.query<{ state: string; user_id: string | null; secrets: number }>(
      `select a.state, a.user_id, count(s.*)::int as secrets from legacy_accounts a
         left join legacy_account_secrets s on s.account_id = a.id where a.email_address = $1 group by a.id`,
      [email],
    );
    return row;
  };

  it.each([
    ['before Clerk has made the user', { latencyMs: 60_000 }, 0],
    ['when Clerk has made the user and not said so yet', { answerLatencyMs: 60_000 }, 1],
  ])('is whole at the next try after kill -9, %s', async (_, fault, atClerk) => {
    const email = await old();
    const { child, url } = await startKillableReplica(world);
    const ended = once(child, 'exit');
    world.clerk.control.setFaults([{ match: 'POST /v1/users', ...fault, times: 1 }]);
    try {
      const cutOff = new AuthBrowser(url, ORIGIN).signIn(email, PASSWORD).catch(() => null);
      await until('Clerk is asked', async () => {
        const { state } = (await accountOf(email))!;
        return state === 'creating' && world.usersAt(email).length === atClerk;
      });
      child.kill('SIGKILL');
      await ended;
      expect(await cutOff).toBeNull();
    } finally {
      child.kill('SIGKILL');
      world.clerk.control.clearFaults();
    }
    expect(await accountOf(email)).toMatchObject({ state: 'creating', secrets: 1 });
    const wrong = await world.browser().signIn(email, 'another password');
    expect([wrong.status, wrong.body['code']]).toEqual([401, 'sign_in_refused']);
    const answer = await world.browser().signIn(email, PASSWORD);
    expect([answer.status, answer.body['status']]).toEqual([200, 'complete']);
    expect(world.usersAt(email)).toHaveLength(1);
    // Whom the news of Clerk reached first is signed in there, and the row is written back minutes later.
    const { signal } = new AbortController();
    const job = world.app.get(SweepJobService, { strict: false });
    expect(await job.writeBack(signal)).toEqual({ writtenBack: 0 });
    await world.database.query(
      `update legacy_accounts set updated_at = updated_at - interval '6 minutes' where email_address = $1`,
      [email],
    );
    await job.writeBack(signal);
    expect(await accountOf(email)).toMatchObject({ state: 'created', secrets: 0 });
  });

  it.each(['form_password_pwned', 'form_password_compromised', 'form_password_untrusted'])(
    'with a password that may not be used any more says so, and lets nobody in: %s',
    async (code) => {
      const email = await old();
      expect((await world.browser().signIn(email, PASSWORD)).status).toBe(200);
      world.clerk.control.setFaults([{ match: 'POST /v1/client/sign_ins', status: 422, code, times: 1 }]);
      const { status, body, cookie } = await world.browser().signIn(email, PASSWORD);
      world.clerk.control.clearFaults();
      expect([status, body['code'], cookie]).toEqual([403, 'new_password_needed', null]);
    },
  );

  it('with a password that Clerk wants another one of says so, until it is reset', async () => {
    const email = await old();
    expect((await world.browser().signIn(email, PASSWORD)).status).toBe(200);
    await world.backend('POST', `/users/${world.usersAt(email)[0]!.id}/password/set_compromised`);
    const { status, body, cookie } = await world.browser().signIn(email, PASSWORD);
    expect([status, body['code'], cookie]).toEqual([403, 'new_password_needed', null]);
    const browser = world.browser();
    await browser.post('password-reset', { emailAddress: email });
    const done = await browser.post('password-reset', { code: '424242', password: 'a stapled horse' });
    expect([done.status, done.body['status']]).toEqual([200, 'complete']);
    expect((await world.browser().signIn(email, 'a stapled horse')).status).toBe(200);
  });

  it('brings what a file says of them, to the owner and to who came before, without an import', async () => {
    const [owner, member, absent] = [await old(), await old(), await old()];
    const idOf = (email: string) => email.split('@')[0]!;
    const organization = `lazy-${count}`;
    const place = { organization, property: 'seaside' };
    const fields = [
      { organization, name: 'Lazy Hotels' },
      { ...place, name: 'Seaside' },
      { organization, person: idOf(owner), role: 'org:admin' },
      ...[member, absent].map((email) => ({ organization, person: idOf(email), role: 'org:member' })),
      { ...place, person: idOf(member), role: 'property:manager' },
    ];
    const rows = () => Readable.from(fields.map((row, index) => ({ line: index + 1, fields: row })));
    const onRefused = (line: number, why: string) => {
      expect([line, why]).toEqual([]);
    };
    await world.app
      .get(RightsLoadService, { strict: false })
      .load(rows, { skipBroken: false, dryRun: false, onRefused });
    const states = async () =>
      (
        await world.database.query<{ state: string }>(
          'select state from legacy_rights where organization = $1 order by loaded_line',
          [organization],
        )
      ).map(({ state }) => state);

    expect((await world.browser().signIn(member, PASSWORD)).status).toBe(200);
    await world.jobsDone();
    expect(new Set(await states())).toEqual(new Set(['pending']));
    expect((await world.browser().signIn(owner, PASSWORD)).status).toBe(200);
    await world.jobsDone();
    expect(await states()).toEqual(['created', 'created', 'matched', 'created', 'pending', 'created']);
    await world.settled();
    const { body } = await world.as(member).get('/api/v1/me').expect(200);
    expect(body.organizations).toMatchObject([
      { name: 'Lazy Hotels', properties: [{ slug: 'seaside', roles: ['property:manager'] }] },
    ]);
    expect((await world.browser().signIn(absent, PASSWORD)).status).toBe(200);
    await world.jobsDone();
    expect(new Set(await states())).toEqual(new Set(['created', 'matched']));
    expect(
      world.clerk.control.state().organizations.filter(({ name }) => name === 'Lazy Hotels'),
    ).toHaveLength(1);
  });

  it.each(['waits for it', 'has had one'])(
    'is nobody’s any more once a person is erased who %s, whatever is loaded again',
    async (when) => {
      const email = await old();
      const clerkId =
        when === 'has had one' ? undefined : await world.createAtClerk(email, 'a password of Clerk');
      if (when === 'has had one') expect((await world.browser().signIn(email, PASSWORD)).status).toBe(200);
      await world.settled();
      const [user] = world.usersAt(email);
      const id = clerkId ?? user!.id;
      const [person] = await world.database.query<{ id: string }>(
        'select id from users where clerk_id = $1',
        [id],
      );
      const asPerson = world.as(email, { fva: [0, -1] });
      await asPerson
        .post('/api/v1/privacy/erasures', { userId: person!.id, gracePeriodDays: 0 })
        .expect((answer) => {
          expect([answer.status, answer.body.code]).toEqual([201, undefined]);
        });
      await until('nobody is left', async () => {
        const rows = await world.database.query('select from legacy_accounts where email_address = $1', [
          email,
        ]);
        return rows.length === 0 && world.usersAt(email).length === 0;
      });
      const { status, body } = await world.browser().signIn(email, PASSWORD);
      expect([status, body['code']]).toEqual([401, 'sign_in_refused']);
      await world.load([{ id: `lazy-${count}`, email, digest }]).catch(() => undefined);
      const again = await world.browser().signIn(email, PASSWORD);
      expect([again.status, again.body['code'], world.usersAt(email)]).toEqual([401, 'sign_in_refused', []]);
    },
  );
});
