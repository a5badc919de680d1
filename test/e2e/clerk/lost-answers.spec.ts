import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultRule } from '@tenantry/clerk-emulator';
import { atClerk } from '../../support/at-clerk.js';
import { acquaint } from '../../support/acquaint.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

describe('when Clerk’s answer is lost', () => {
  let world: DemoWorld;
  let turn = 0;

  beforeAll(async () => {
    world = await startDemoWorld();
  }, 120_000);

  afterAll(() => world.close());
  afterEach(() => {
    world.clerk.control.clearFaults();
  });

  const MAKE = 'POST /v1/organizations';
  const LOOK = 'GET /v1/organizations';
  const ADD = 'POST /v1/organizations/*/memberships';
  const CHANGE = 'PATCH /v1/organizations/*/memberships/*';
  const LIST = 'GET /v1/organizations/*/memberships';

  const organization = () => `/api/v1/organizations/${world.harbour.id}`;
  const olivia = () => world.as('olivia@harbour.test');
  const faults = (...rules: FaultRule[]) => {
    world.clerk.control.setFaults(rules);
  };
  const organizationsNamed = (name: string) =>
    world.clerk.control.state().organizations.filter((each) => each['name'] === name);
  const make = (name: string, key: string, slug?: string, by = 'nina@nowhere.test') =>
    world
      .as(by)
      .post('/api/v1/organizations', { name, ...(slug !== undefined && { slug }) })
      .set('Idempotency-Key', key);
  const newcomer = async (): Promise<string> => {
    turn += 1;
    const { id } = world.clerk.control.ensureUser({ email: `new${turn}@people.test` });
    await world.settled();
    // Whoever adds them by their id knows them.
    const olivia = world.clerk.control.ensureUser({ email: 'olivia@harbour.test' }).id;
    await acquaint(world.database, [olivia, id]);
    return id;
  };
  const add = (userId: string, key: string, role = 'org:member') =>
    olivia().post(`${organization()}/members`, { userId, role }).set('Idempotency-Key', key);
  const membershipsOf = (userId: string) =>
    world.clerk.control
      .state()
      .organizationMemberships.filter(
        (each) => (each['public_user_data'] as { user_id: string }).user_id === userId,
      );

  it.each(['with a slug', 'without one'])(
    'an organization %s is made once, and the same request hears that it is',
    async (which) => {
      const name = `Lost ${which}`;
      const slug = which === 'with a slug' ? 'lost-answer' : undefined;
      faults({ match: MAKE, dropResponse: true, times: 1 });
      const made = await make(name, `lost ${which}`.replaceAll(' ', '-'), slug).expect(201);
      expect(organizationsNamed(name)).toHaveLength(1);
      expect(made.body.clerkId).toBe(organizationsNamed(name)[0]!['id']);
    },
  );

  it.each(['with a slug', 'without one'])(
    'and Clerk cannot be looked at either, an organization %s is made once by the same key sent again',
    async (which) => {
      const name = `Blind ${which}`;
      const key = `blind-${which}`.replaceAll(' ', '-');
      const slug = which === 'with a slug' ? 'blind-answer' : undefined;
      faults({ match: MAKE, dropResponse: true, times: 1 }, { match: LOOK, status: 503 });
      const lost = await make(name, key, slug).expect(503);
      expect(lost.body).toMatchObject({ code: 'identity_provider_unavailable', outcome: 'unknown' });
      expect(lost.body.detail).not.toMatch(/nothing was changed/);
      expect(Number(lost.headers['retry-after'])).toBeGreaterThan(0);
      world.clerk.control.clearFaults();
      const made = await make(name, key, slug).expect(201);
      expect(organizationsNamed(name)).toHaveLength(1);
      expect(made.body).toMatchObject({ name, clerkId: organizationsNamed(name)[0]!['id'] });
      const again = await make(name, key, slug).expect(201);
      expect(again.body).toEqual({ id: made.body.id });
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(organizationsNamed(name)).toHaveLength(1);
      const other = await make(`${name} other`, key, slug).expect(422);
      expect(other.body.code).toBe('idempotency_key_reused');
    },
  );

  it('a refusal says that nothing was changed where that is known, and the key may be used for another body', async () => {
    faults({ match: MAKE, status: 503, times: 1 });
    const refused = await make('Never', 'known').expect(503);
    expect(refused.body).toMatchObject({ code: 'identity_provider_unavailable', outcome: 'none' });
    expect(refused.body.detail).toMatch(/nothing was changed/);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(organizationsNamed('Never')).toEqual([]);
    await make('Another', 'known').expect(201);
  });

  it('a member is added once: by the request itself, or by the same key sent again', async () => {
    const first = await newcomer();
    faults({ match: ADD, dropResponse: true, times: 1 });
    const added = await add(first, 'add-1').expect(201);
    expect(added.body).toMatchObject({ clerkUserId: first, role: 'org:member' });
    expect(membershipsOf(first)).toHaveLength(1);

    const second = await newcomer();
    faults({ match: ADD, dropResponse: true, times: 1 }, { match: LIST, status: 503 });
    const lost = await add(second, 'add-2').expect(503);
    expect(lost.body.outcome).toBe('unknown');
    world.clerk.control.clearFaults();
    // The news of it may come first.
    await world.settled();
    const found = await add(second, 'add-2').expect(201);
    expect(found.body).toMatchObject({ clerkUserId: second, role: 'org:member' });
    expect(membershipsOf(second)).toHaveLength(1);
    const again = await add(second, 'add-2').expect(201);
    expect(again.body).toEqual({ userId: found.body.userId });
    // Another request is another matter.
    const other = await add(second, 'add-3').expect(409);
    expect(other.body.code).toBe('already_member');
  });

  it('a promotion is found to be done, or said to be open and found by the next request', async () => {
    const person = await newcomer();
    await add(person, 'add-4').expect(201);
    const promote = () => olivia().patch(`${organization()}/members/${person}`, { role: 'org:admin' });
    faults({ match: CHANGE, dropResponse: true });
    const given = await promote().expect(200);
    expect(given.body.role).toBe('org:admin');
    await olivia().patch(`${organization()}/members/${person}`, { role: 'org:member' }).expect(200);
    world.clerk.control.clearFaults();
    await world.jobsDone();

    faults({ match: CHANGE, dropResponse: true }, { match: LIST, status: 503 });
    const lost = await promote().expect(503);
    expect(lost.body).toMatchObject({ code: 'identity_provider_unavailable', outcome: 'unknown' });
    expect(lost.headers['retry-after']).toBeDefined();
    world.clerk.control.clearFaults();
    const found = await promote().expect(200);
    expect(found.body.role).toBe('org:admin');
  });

  it('an invitation lies at Clerk once, and one that is taken back meanwhile lies there no more', async () => {
    const INVITE = 'POST /v1/organizations/*/invitations';
    const openTo = (email: string) =>
      world.clerk.control
        .state()
        .organizationInvitations.filter(
          (each) => each['email_address'] === email && each['status'] === 'pending',
        );
    const invite = async (email: string) => {
      faults({ match: INVITE, dropResponse: true, times: 1 });
      const { body } = await olivia()
        .post(`${organization()}/invitations`, { email, role: 'org:member' })
        .expect(201);
      await until('Clerk has made it', () => Promise.resolve(openTo(email).length === 1));
      return `${organization()}/invitations/${body.id}`;
    };
    const sent = await invite('once@people.test');
    await until('it is known to be sent', async () => (await olivia().get(sent)).body.delivery === 'sent');
    await world.jobsDone();
    expect(openTo('once@people.test')).toHaveLength(1);

    world.clerk.control.setWebhookFaults({ drop: true });
    await olivia()
      .delete(await invite('gone@people.test'))
      .expect(204);
    await until('it is gone at Clerk', () => Promise.resolve(openTo('gone@people.test').length === 0));
    world.clerk.control.setWebhookFaults({ drop: false });
    await world.jobsDone();
    expect(openTo('gone@people.test')).toHaveLength(0);
  });

  it('a renaming is found to be done', async () => {
    faults({ match: 'PATCH /v1/organizations/*', dropResponse: true });
    const renamed = await olivia().patch(organization(), { name: 'Harbour and Sons' }).expect(200);
    expect(renamed.body.name).toBe('Harbour and Sons');
  });

  it('ownership is handed over, with one owner in the end', async () => {
    const owner = await newcomer();
    const heir = await newcomer();
    const made = await world
      .as(`new${turn - 1}@people.test`)
      .post('/api/v1/organizations', { name: 'Handed' })
      .expect(201);
    await acquaint(world.database, [owner, heir]);
    const path = `/api/v1/organizations/${made.body.id}`;
    await world
      .as(`new${turn - 1}@people.test`)
      .post(`${path}/members`, { userId: heir, role: 'org:member' })
      .expect(201);
    faults({ match: CHANGE, dropResponse: true });
    const handed = await world
      .as(`new${turn - 1}@people.test`, { fva: [0, -1] })
      .post(`${path}/ownership-transfer`, { userId: heir })
      .expect(200);
    expect(handed.body).toMatchObject({ clerkUserId: heir, role: 'org:admin' });
    world.clerk.control.clearFaults();
    await world.jobsDone();
    await until('Clerk has one owner', () =>
      Promise.resolve(membershipsOf(owner).every((each) => each['role'] === 'org:member')),
    );
  });

  it.each([
    ['a change of a member', CHANGE, 'patch'],
    ['a renaming', 'PATCH /v1/organizations/*', 'rename'],
  ])('Clerk’s limit on one object is told as a limit: %s', async (_, match, kind) => {
    const sam = await world.userId('sam@harbour.test');
    faults({ match, status: 429, retryAfter: 7 });
    const refused =
      kind === 'patch'
        ? await olivia().patch(`${organization()}/members/${sam}`, { role: 'org:admin' })
        : await olivia().patch(organization(), { name: 'Too often' });
    expect([refused.status, refused.body.code]).toEqual([429, 'identity_provider_limit']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(6);
  });

  it('a limit of the account at Clerk is told as one, and not as a fault of ours', async () => {
    const founder = 'founder@people.test';
    const { id } = world.clerk.control.ensureUser({ email: founder });
    await world.settled();
    await make('The only one', 'first', undefined, founder).expect(201);
    await atClerk(world.clerk, 'PATCH', `/users/${id}`, { create_organizations_limit: 1 });
    const refused = await make('One too many', 'quota', undefined, founder).expect(409);
    expect(refused.body.code).toBe('identity_provider_quota');
  });
});
