import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp, until } from '../../support/test-app.js';
import { SvixSender } from './svix-sender.js';

/** Events about objects that the mirror does not know, since the one that made them was lost. */
describe('an update of what is not mirrored', () => {
  let world: TestApp;
  let sender: SvixSender;
  let count = 0;

  beforeAll(async () => {
    world = await startTestApp();
    sender = new SvixSender(world, 'unknown');
  });

  afterEach(() => {
    world.clerk.control.clearFaults();
  });

  afterAll(() => world.close());

  /** Made at Clerk while no webhook comes through. */
  function makeUnheard() {
    const { control } = world.clerk;
    control.setWebhooks({ enabled: false });
    count += 1;
    const owner = control.ensureUser({ email: `owner${count}@unknown.test` }).id;
    const member = control.ensureUser({ email: `member${count}@unknown.test` }).id;
    const organization = control.ensureOrganization({
      name: `Unknown ${count}`,
      slug: `unknown-${count}`,
      createdBy: owner,
    }).id;
    control.ensureMembership({ organizationId: organization, userId: member, role: 'org:member' });
    const state = control.state();
    const user = state.users.find(({ id }) => id === member);
    const shape = state.organizations.find(({ id }) => id === organization);
    const membership = state.organizationMemberships.find(
      (each) => (each['public_user_data'] as { user_id: string }).user_id === member,
    );
    control.setWebhooks({ enabled: true });
    return { owner, member, organization, user, shape, membership };
  }

  const invite = async (organization: string, inviter: string) =>
    (await (
      await atClerk('POST', `/organizations/${organization}/invitations`, {
        email_address: `guest${count}@unknown.test`,
        role: 'org:member',
        inviter_user_id: inviter,
      })
    ).json()) as Record<string, unknown>;

  async function atClerk(method: string, path: string, body?: unknown) {
    const { control, url, secretKey } = world.clerk;
    control.setWebhooks({ enabled: false });
    const answer = await fetch(`${url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    control.setWebhooks({ enabled: true });
    return answer;
  }

  async function outcomeOf(type: string, data: unknown) {
    const id = await sender.deliver({ type, data });
    await world.settled();
    return (await sender.find(id))?.state;
  }

  const rows = async (table: string, clerkId: unknown) =>
    (await world.database.query(`select from ${table} where clerk_id = $1`, [clerkId])).length;

  it('makes no person who is gone at Clerk, and news of their making that comes later makes none either', async () => {
    const { member, user } = makeUnheard();
    await atClerk('DELETE', `/users/${member}`);
    for (const type of ['user.updated', 'user.created']) {
      expect([type, await outcomeOf(type, user)]).toEqual([type, 'ignored']);
      expect(await rows('users', member)).toBe(0);
    }
  });

  it('makes no organization and no membership that is gone at Clerk', async () => {
    const { organization, shape, membership } = makeUnheard();
    await atClerk('DELETE', `/organizations/${organization}`);
    expect(await outcomeOf('organizationMembership.updated', membership)).toBe('ignored');
    expect(await outcomeOf('organization.updated', shape)).toBe('ignored');
    expect(await outcomeOf('organization.created', shape)).toBe('ignored');
    expect(await rows('organizations', organization)).toBe(0);
    expect(await rows('memberships', membership?.['id'])).toBe(0);
  });

  it('makes no membership that ended at Clerk while person and organization live on', async () => {
    const { organization, member, membership } = makeUnheard();
    await atClerk('DELETE', `/organizations/${organization}/memberships/${member}`);
    expect(await outcomeOf('organizationMembership.updated', membership)).toBe('ignored');
    expect(await outcomeOf('organizationMembership.created', membership)).toBe('ignored');
    expect(await rows('memberships', membership?.['id'])).toBe(0);
    expect(await rows('organizations', organization)).toBe(1);
  });

  it('makes no invitation that Clerk does not know, and the one that it knows', async () => {
    const { organization, owner, shape } = makeUnheard();
    await outcomeOf('organization.created', shape);
    const invitation = await invite(organization, owner);
    const gone = { ...invitation, id: 'orginv_2gone', status: 'revoked' };
    expect(await outcomeOf('organizationInvitation.revoked', gone)).toBe('ignored');
    expect(await rows('invitations', 'orginv_2gone')).toBe(0);
    const told = { ...invitation, status: 'revoked' };
    expect(await outcomeOf('organizationInvitation.revoked', told)).toBe('applied');
    expect(await rows('invitations', invitation['id'])).toBe(1);
  });

  it('makes who is at Clerk still, as Clerk has them now', async () => {
    const { member, user } = makeUnheard();
    await atClerk('PATCH', `/users/${member}`, { first_name: 'Now' });
    expect(await outcomeOf('user.updated', { ...user, first_name: 'Then' })).toBe('applied');
    const [row] = await world.database.query<{ first_name: string }>(
      'select first_name from users where clerk_id = $1',
      [member],
    );
    expect(row?.first_name).toBe('Now');
  });

  it('waits while Clerk cannot be asked, and guesses nothing', async () => {
    const { member, user } = makeUnheard();
    world.clerk.control.setFaults([{ match: `/v1/users/${member}`, status: 503 }]);
    const id = await sender.deliver({ type: 'user.updated', data: user });
    await until('it was tried', async () => ((await sender.find(id))?.attempts ?? 0) > 0);
    expect(await sender.find(id)).toMatchObject({ state: 'pending' });
    expect(await rows('users', member)).toBe(0);
  });

  describe('when the news of its making is late', () => {
    const MINUTES_AGO = () => new Date(Date.now() - 5 * 60_000);

    async function lateOutcomeOf(type: string, data: unknown, at: Date) {
      const id = await sender.deliver({ type, data, at });
      await world.settled();
      return (await sender.find(id))?.state;
    }

    it('makes nobody and nothing that is gone at Clerk, each of which is asked for once', async () => {
      const { owner, member, user, organization, shape, membership } = makeUnheard();
      const invitation = await invite(organization, owner);
      await atClerk('DELETE', `/organizations/${organization}/memberships/${member}`);
      const late = (type: string, data: unknown) => lateOutcomeOf(type, data, MINUTES_AGO());
      expect(await late('organizationMembership.created', membership)).toBe('ignored');
      expect(await late('organizationInvitation.created', { ...invitation, id: 'orginv_2lateandgone' })).toBe(
        'ignored',
      );
      const other = makeUnheard();
      await atClerk('DELETE', `/users/${other.member}`);
      await atClerk('DELETE', `/organizations/${other.organization}`);
      expect(await late('user.created', other.user)).toBe('ignored');
      expect(await late('organization.created', other.shape)).toBe('ignored');
      expect(await rows('memberships', membership?.['id'])).toBe(0);
      expect(await rows('invitations', 'orginv_2lateandgone')).toBe(0);
      expect(await rows('users', other.member)).toBe(0);
      expect(await rows('organizations', other.organization)).toBe(0);
      // News that comes later still does not bring them back.
      expect(await outcomeOf('user.created', other.user)).toBe('ignored');
      expect(await late('user.created', user)).toBe('applied');
      expect(await late('organization.created', shape)).toBe('applied');
      expect([await rows('users', member), await rows('organizations', organization)]).toEqual([1, 1]);
    });

    it('is late after a newer delivery too, and else is taken at its word', async () => {
      const { member, user } = makeUnheard();
      await atClerk('DELETE', `/users/${member}`);
      await outcomeOf('role.updated', { object: 'role', id: 'role_2newer' });
      expect(await lateOutcomeOf('user.created', user, new Date(Date.now() - 30_000))).toBe('ignored');
      expect(await rows('users', member)).toBe(0);
      const id = 'user_2justmade';
      expect(await outcomeOf('user.created', { object: 'user', id, email_addresses: [] })).toBe('applied');
      expect(await rows('users', id)).toBe(1);
    });
  });
});
