import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { atClerk } from '../../support/at-clerk.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { holdingRows } from '../../support/holding-rows.js';
import { until } from '../../support/test-app.js';

describe('shutting somebody out', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterEach(() => {
    world.clerk.control.clearFaults();
  });
  afterAll(() => world.close());

  const admin = () => world.as('admin@tenantry.test');
  const userAtClerk = (email: string) =>
    world.clerk.control
      .state()
      .users.find((each) => JSON.stringify(each['email_addresses']).includes(email))!;
  const row = async (email: string) => {
    const [found] = await world.database.query<{
      banned: boolean;
      ban_pending: boolean;
      sign_out_pending: boolean;
    }>('select banned, ban_pending, sign_out_pending from users where email_address = $1', [email]);
    return found!;
  };

  it('by a ban while Clerk is away holds at once, is told to Clerk later, and no news of Clerk undoes it', async () => {
    const email = 'sam@harbour.test';
    const sam = await world.userId(email);
    world.clerk.control.setFaults([{ match: 'POST /v1/users/*/ban', status: 503 }]);
    const answer = await admin().post(`/api/v1/users/${sam}/ban`).expect(200);
    expect(answer.body.banned).toBe(true);
    await world.as(email).get('/api/v1/me').expect(401);
    // Clerk, which has not heard, tells of a change of the name, and that nobody is banned.
    await atClerk(world.clerk, 'PATCH', `/users/${String(userAtClerk(email)['id'])}`, {
      last_name: 'Sailor',
    });
    await world.settled();
    const [{ last_name }] = (await world.database.query<{ last_name: string }>(
      'select last_name from users where id = $1',
      [sam],
    )) as [{ last_name: string }];
    expect(last_name).toBe('Sailor');
    expect(await row(email)).toMatchObject({ banned: true, ban_pending: true });
    await world.as(email).get('/api/v1/me').expect(401);
    world.clerk.control.clearFaults();
    await until('Clerk has heard', async () => !(await row(email)).ban_pending);
    expect(userAtClerk(email)['banned']).toBe(true);
    expect((await row(email)).banned).toBe(true);
  });

  it('by a ban of the very moment at which news of Clerk are applied is not overwritten by them', async () => {
    const email = 'mark@harbour.test';
    const mark = await world.userId(email);
    await holdingRows(
      world.database,
      // As a ban does, a moment before it is committed; the news are older than it and newer than what was known.
      (client) =>
        client.query(
          `update users set banned = true, ban_pending = true, source_updated_at = now() + interval '1 minute' where id = $1`,
          [mark],
        ),
      () =>
        atClerk(world.clerk, 'PATCH', `/users/${String(userAtClerk(email)['id'])}`, { last_name: 'Miller' }),
    );
    await world.settled();
    expect(await row(email)).toMatchObject({ banned: true, ban_pending: true });
    await world.as(email).get('/api/v1/me').expect(401);
    await admin().post(`/api/v1/users/${mark}/unban`).expect(200);
  });

  it('ends with the word that came last, when it is taken back while Clerk is being told', async () => {
    const email = 'vera@harbour.test';
    const vera = await world.userId(email);
    world.clerk.control.setFaults([{ match: 'POST /v1/users/*/ban', latencyMs: 1_500 }]);
    await admin().post(`/api/v1/users/${vera}/ban`).expect(200);
    await until('Clerk is being told', async () => {
      const [job] = await world.database.query(
        `select from jobs.job where name = 'clerk.confirm-ban' and state = 'active'`,
      );
      return job !== undefined;
    });
    await admin().post(`/api/v1/users/${vera}/unban`).expect(200);
    await world.jobsDone();
    await world.settled();
    expect(userAtClerk(email)['banned']).toBe(false);
    expect(await row(email)).toMatchObject({ banned: false, ban_pending: false });
    await world.as(email).get('/api/v1/me').expect(200);
  });

  it('by a ban of somebody whom Clerk says to be banned holds when Clerk takes its own back', async () => {
    const email = 'olivia@harbour.test';
    const olivia = await world.userId(email);
    const clerkId = String(userAtClerk(email)['id']);
    const tellClerk = (word: 'ban' | 'unban') => atClerk(world.clerk, 'POST', `/users/${clerkId}/${word}`);
    await tellClerk('ban');
    await world.settled();
    expect(await row(email)).toMatchObject({ banned: true, ban_pending: false });

    world.clerk.control.setFaults([{ match: 'POST /v1/users/*/ban', status: 503 }]);
    await admin().post(`/api/v1/users/${olivia}/ban`).expect(200);
    await tellClerk('unban');
    await world.settled();
    expect(await row(email)).toMatchObject({ banned: true, ban_pending: true });
    await world.as(email).get('/api/v1/me').expect(401);
    world.clerk.control.clearFaults();
    await until('Clerk has heard', async () => !(await row(email)).ban_pending);
    expect([userAtClerk(email)['banned'], (await row(email)).banned]).toEqual([true, true]);

    // Once more: nothing is written down for what was so already.
    const bans = await world.database.query(
      `select actor_kind from audit_events where action = 'user.banned' and target_id = $1`,
      [olivia],
    );
    expect(bans).toHaveLength(1);
    await admin().post(`/api/v1/users/${olivia}/unban`).expect(200);
    await world.settled();
    await world.as(email).get('/api/v1/me').expect(200);
  });

  it('by signing out while Clerk is away holds for tokens and sessions, known or not, until Clerk has ended them', async () => {
    const email = 'greta@alpine.test';
    const greta = await world.userId(email);
    // Issued in an earlier second: of one from the same second only Clerk could say when its session began.
    const issuedAt = Math.floor(Date.now() / 1000) - 2;
    const { jwt, sessionId } = world.clerk.control.tokens({ email, claims: { iat: issuedAt } });
    const withToken = (token: string) =>
      world.anonymous().get('/api/v1/me').set('Authorization', `Bearer ${token}`);
    await withToken(jwt).expect(200);
    world.clerk.control.setFaults([{ match: '/v1/sessions', status: 503 }]);
    await admin().post(`/api/v1/users/${greta}/sessions/revoke`).expect(204);
    await withToken(jwt).expect(401);
    // The session goes on at Clerk, and with it new tokens: they are refused by their session.
    const later = world.clerk.control.tokens({
      email,
      claims: { sid: sessionId, iat: Math.floor(Date.now() / 1000) + 2 },
    });
    // One that nothing told of yet would be asked for at Clerk, and is refused while that cannot answer.
    await world.settled();
    await withToken(later.jwt).expect(401);
    expect((await row(email)).sign_out_pending).toBe(true);
    world.clerk.control.clearFaults();
    await until('Clerk has ended the sessions', async () => !(await row(email)).sign_out_pending);
    const session = world.clerk.control.state().sessions.find(({ id }) => id === sessionId);
    expect(session?.['status']).toBe('revoked');
  });

  it('lets in who signs in again within the same second', async () => {
    const email = 'mark@harbour.test';
    const mark = await world.userId(email);
    const before = world.clerk.control.tokens({ email });
    await world.settled();
    await admin().post(`/api/v1/users/${mark}/sessions/revoke`).expect(204);
    await world.jobsDone();
    const [{ at }] = (await world.database.query<{ at: Date }>(
      'select sessions_invalid_before as at from users where id = $1',
      [mark],
    )) as [{ at: Date }];
    const second = Math.floor(at.getTime() / 1000);
    const again = world.clerk.control.tokens({ email, claims: { iat: second } });
    await world.settled();
    const ask = (token: string) =>
      world.anonymous().get('/api/v1/me').set('Authorization', `Bearer ${token}`);
    await ask(again.jwt).expect(200);
    await ask(before.jwt).expect(401);
    const old = world.clerk.control.tokens({ email, claims: { sid: before.sessionId, iat: second } });
    await ask(old.jwt).expect(401);
    await until('the routes that read no table know it', async () => {
      const answer = await world
        .anonymous()
        .get('/api/v1/session')
        .set('Authorization', `Bearer ${again.jwt}`);
      return answer.status === 200;
    });
  });

  it('is for nobody below: an admin neither bans nor signs out an owner of the platform', async () => {
    const owner = await world.userId('owner@tenantry.test');
    for (const what of ['ban', 'sessions/revoke', 'unban']) {
      const refused = await admin().post(`/api/v1/users/${owner}/${what}`).expect(403);
      expect(refused.body.code).toBe('stands_above');
    }
    await world.as('owner@tenantry.test').get('/api/v1/me').expect(200);
  });

  it('asks for a fresh proof of identity', async () => {
    const anton = await world.userId('anton@alpine.test');
    for (const what of ['ban', 'sessions/revoke']) {
      const stale = await world
        .as('admin@tenantry.test', { fva: [11, -1] })
        .post(`/api/v1/users/${anton}/${what}`)
        .expect(403);
      expect(stale.body.code).toBe('reverification_required');
    }
  });

  it('leaves the platform an owner who can act, also when two owners shut each other out at once', async () => {
    const second = 'operator@tenantry.test';
    const people = {
      'owner@tenantry.test': await world.userId('owner@tenantry.test'),
      [second]: await world.userId(second),
    };
    await world
      .as('owner@tenantry.test')
      .put(`/api/v1/users/${people[second]}/platform-roles/owner`)
      .expect(204);
    const [one, other] = await Promise.all([
      world.as('owner@tenantry.test').post(`/api/v1/users/${people[second]}/ban`),
      world.as(second).post(`/api/v1/users/${people['owner@tenantry.test']}/ban`),
    ]);
    expect([one.status, other.status].filter((status) => status === 200)).toHaveLength(1);
    const left = one.status === 200 ? 'owner@tenantry.test' : second;
    const banned = one.status === 200 ? second : 'owner@tenantry.test';
    // The other one is an owner by name only, so the last who can act keeps both seat and role.
    const lower = await world
      .as(left)
      .delete(`/api/v1/users/${people[left]}/platform-roles/owner`)
      .expect(403);
    expect(lower.body.code).toBe('own_platform_role');
    await world.as(left).post(`/api/v1/users/${people[banned]}/unban`).expect(200);
  });
});
