import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clock } from '#libs/time';
import { SchedulerService } from '#scheduler';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { SvixSender } from './svix-sender.js';

const DAY_MS = 24 * 3600 * 1000;

/** The clock on the wall, moved ahead. */
class MovedClock extends Clock {
  aheadMs = 0;

  override now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

describe('tenants that come and go with their people, where the settings want it', () => {
  let world: TestApp;
  let sender: SvixSender;
  const clock = new MovedClock();

  beforeAll(async () => {
    world = await startTestApp({
      clock,
      variables: () => ({ PERSONAL_TENANTS_ENABLED: 'true', ARCHIVE_OWNED_AFTER_DAYS: '7' }),
    });
    sender = new SvixSender(world, 'life');
  });

  afterAll(() => world.close());

  const call = (method: string, path: string, body?: object) =>
    fetch(`${world.clerk.url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${world.clerk.secretKey}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const signUp = (email: string) => world.clerk.control.ensureUser({ email }).id;
  const done = async () => {
    await world.settled();
    await world.jobsDone();
    await world.settled();
  };
  const personalOf = (clerkUserId: string) =>
    world.database.query<{ name: string; role: string; status: string }>(
      `select o.name, o.status, m.role from users u join memberships m on m.user_id = u.id
         join organizations o on o.id = m.organization_id
        where u.clerk_id = $1 and o.slug like 'personal-%'`,
      [clerkUserId],
    );
  const personalAtClerk = () =>
    world.clerk.control.state().organizations.filter(({ slug }) => String(slug).startsWith('personal-'));

  /** An organization with owners, as it is known here. */
  async function tenant(slug: string, owners: string[], members: string[] = []) {
    const { control } = world.clerk;
    const [first = ''] = owners;
    const { id: clerkId } = control.ensureOrganization({ name: slug, slug, createdBy: first });
    for (const userId of owners.slice(1)) {
      control.ensureMembership({ organizationId: clerkId, userId, role: 'org:admin' });
    }
    for (const userId of members) {
      control.ensureMembership({ organizationId: clerkId, userId, role: 'org:member' });
    }
    await done();
    const status = async () => {
      const [row] = await world.database.query<{ status: string }>(
        'select status from organizations where clerk_id = $1',
        [clerkId],
      );
      return row?.status;
    };
    const history = async () => {
      const rows = await world.database.query<{ action: string; because: string }>(
        `select e.action, e.change ->> 'because' as because from audit_events e
           join organizations o on o.id = e.organization_id
          where o.clerk_id = $1 and e.action like 'organization.archive%' order by e.id`,
        [clerkId],
      );
      return rows.map(({ action, because }) => `${action} ${because}`);
    };
    return { clerkId, status, history };
  }

  const archive = async () => {
    const { done: ended } = await world.app
      .get(SchedulerService)
      .runNow('organizations.archive', { kind: 'system', name: 'test' });
    return (await ended).result;
  };

  it('give a newcomer one organization of their own, which they own, whatever is told twice', async () => {
    const id = signUp('new@life.test');
    await done();
    expect(await personalOf(id)).toEqual([{ name: 'Personal', role: 'org:admin', status: 'active' }]);
    const told = world.clerk.control.deliveries().find(({ type }) => type === 'user.created')!;
    const { data } = told.payload as { data: { updated_at: number } };
    await sender.deliver({ type: 'user.created', data: { ...data, updated_at: data.updated_at + 1 } });
    await done();
    expect(await personalOf(id)).toHaveLength(1);
    expect(personalAtClerk()).toHaveLength(1);
    const { body } = await world.as('new@life.test').get('/api/v1/me').expect(200);
    expect(body.organizations).toMatchObject([{ name: 'Personal', role: 'org:admin' }]);
  });

  it('find the organization again whose making Clerk did, but whose answer was lost', async () => {
    const before = personalAtClerk().length;
    world.clerk.control.setFaults([
      { match: 'POST /v1/organizations', dropResponse: true, times: 1 },
      { match: 'GET /v1/organizations', status: 503, times: 1 },
    ]);
    const id = signUp('lost@life.test');
    await done();
    world.clerk.control.clearFaults();
    expect(personalAtClerk()).toHaveLength(before + 1);
    expect(await personalOf(id)).toHaveLength(1);
  });

  it('make none for a person who is gone before their turn comes', async () => {
    const before = personalAtClerk().length;
    world.clerk.control.setFaults([{ match: 'POST /v1/organizations', status: 503, times: 2 }]);
    const id = signUp('brief@life.test');
    await world.settled();
    await call('DELETE', `/users/${id}`);
    await done();
    world.clerk.control.clearFaults();
    expect(personalAtClerk()).toHaveLength(before);
    const rows = await world.database.query(
      `select organization_id, settled_at is not null as settled from personal_tenants p
         join users u on u.id = p.user_id where u.clerk_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ organization_id: null, settled: true }]);
  });

  it('close what a deleted person owned alone after the holding period, and not a day before', async () => {
    const owner = signUp('owner@life.test');
    const left = await tenant('left-behind', [owner], [signUp('staff@life.test')]);
    const shared = await tenant('shared', [owner, signUp('partner@life.test')]);
    await call('DELETE', `/users/${owner}`);
    await done();
    expect([await left.status(), await left.history()]).toEqual([
      'active',
      ['organization.archive_planned owner_deleted'],
    ]);
    clock.aheadMs = 6 * DAY_MS;
    expect(await archive()).toMatchObject({ archived: 0 });
    expect(await left.status()).toBe('active');
    clock.aheadMs = 7 * DAY_MS + 60_000;
    // The one of their own is closed with it.
    expect(await archive()).toMatchObject({ archived: 2 });
    clock.aheadMs = 0;
    expect(await left.status()).toBe('suspended');
    expect(await left.history()).toEqual([
      'organization.archive_planned owner_deleted',
      'organization.archived owner_deleted',
    ]);
    expect([await shared.status(), await shared.history()]).toEqual(['active', []]);
    const rows = await world.database.query(
      `select from memberships m join organizations o on o.id = m.organization_id where o.clerk_id = $1`,
      [left.clerkId],
    );
    expect(rows).toHaveLength(1);
    expect(await archive()).toMatchObject({ archived: 0, cancelled: 0 });
  });

  it('leave open what got an owner meanwhile, and what both owners left at once is noticed once', async () => {
    const [one, two, heir] = [signUp('one@life.test'), signUp('two@life.test'), signUp('heir@life.test')];
    const saved = await tenant('saved', [one, two], [heir]);
    await Promise.all([call('DELETE', `/users/${one}`), call('DELETE', `/users/${two}`)]);
    await done();
    expect(await saved.history()).toEqual(['organization.archive_planned owner_deleted']);
    await call('PATCH', `/organizations/${saved.clerkId}/memberships/${heir}`, { role: 'org:admin' });
    await done();
    expect(await saved.history()).toEqual([
      'organization.archive_planned owner_deleted',
      'organization.archive_cancelled owned_again',
    ]);
    clock.aheadMs = 8 * DAY_MS;
    await archive();
    clock.aheadMs = 0;
    expect(await saved.status()).toBe('active');
  });

  it('let go of an organization that was deleted in the meantime', async () => {
    const owner = signUp('leaver@life.test');
    const gone = await tenant('gone', [owner]);
    await call('DELETE', `/users/${owner}`);
    await done();
    await call('DELETE', `/organizations/${gone.clerkId}`);
    await done();
    clock.aheadMs = 8 * DAY_MS;
    await archive();
    clock.aheadMs = 0;
    expect(await gone.status()).toBe('deleted');
    expect((await gone.history()).at(-1)).toBe('organization.archive_cancelled organization_deleted');
  });
});
