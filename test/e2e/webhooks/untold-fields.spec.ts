import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clerkEvents } from '#webhooks';
import { atClerk } from '../../support/at-clerk.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { type Fields, pathsIn, without } from './left-out.js';
import { SvixSender } from './svix-sender.js';

describe('a field that an event leaves out', () => {
  let world: TestApp;
  let sender: SvixSender;
  const shapes = new Map<string, Fields>();

  beforeAll(async () => {
    world = await startTestApp();
    sender = new SvixSender(world, 'untold');
    const { control } = world.clerk;
    const owner = control.ensureUser({ email: 'owner@untold.test' }).id;
    const organizationId = control.ensureOrganization({
      name: 'Untold',
      slug: 'untold',
      createdBy: owner,
    }).id;
    await atClerk(world.clerk, 'POST', `/organizations/${organizationId}/invitations`, {
      email_address: 'guest@untold.test',
      role: 'org:member',
      inviter_user_id: owner,
    });
    await world.settled();
    const state = control.state();
    shapes.set('user', state.users.find(({ id }) => id === owner) as Fields);
    shapes.set('organization', state.organizations.find(({ id }) => id === organizationId) as Fields);
    shapes.set('membership', state.organizationMemberships[0] as Fields);
    shapes.set('invitation', state.organizationInvitations[0] as Fields);
    shapes.set('session', {
      object: 'session',
      id: 'sess_2untold',
      user_id: owner,
      client_id: 'client_2untold',
      status: 'active',
      last_active_at: Date.now(),
      expire_at: Date.now() + 60_000,
      abandon_at: Date.now() + 60_000,
      created_at: Date.now(),
      updated_at: Date.now(),
    });
  }, 120_000);

  afterAll(() => world.close());

  const personOf = async () =>
    (
      await world.database.query(
        `select u.banned, u.two_factor_enabled, u.external_id, u.first_name, u.last_name, u.email_address, a.verified
           from users u left join user_email_addresses a on a.user_id = u.id where u.clerk_id = $1`,
        [shapes.get('user')?.['id']],
      )
    )[0];

  it('is unknown and no fault, each of each event, unless it says what the event is about', async () => {
    const dead: string[] = [];
    for (const [type, meaning] of Object.entries(clerkEvents)) {
      const shape = shapes.get(meaning);
      if (shape === undefined) continue;
      for (const path of pathsIn(shape)) {
        const name = path.join('.');
        // Without it nobody could say whom or what an event is about.
        if (name === 'id') continue;
        const id = await sender.deliver({ type, data: without(shape, path) });
        dead.push(`${id} ${type} ${name}`);
      }
    }
    await world.settled();
    const found = await world.database.query<{ svix_id: string; last_error: string }>(
      `select svix_id, last_error from webhook_deliveries where state = 'dead' and svix_id = any ($1)`,
      [dead.map((each) => each.split(' ')[0])],
    );
    expect(
      found.map(({ svix_id: id, last_error: error }) => [
        dead.find((each) => each.startsWith(`${id} `)),
        error,
      ]),
    ).toEqual([]);
    expect(dead.length).toBeGreaterThan(100);
  }, 180_000);

  it('keeps the value that is known: a ban is not lifted, an address is not taken for proven or unproven', async () => {
    const user = shapes.get('user') as Fields;
    const told = {
      ...user,
      banned: true,
      two_factor_enabled: true,
      first_name: 'Told',
      external_id: 'ours-1',
    };
    const at = Date.now() + 100_000;
    await sender.deliver({ type: 'user.updated', data: { ...told, updated_at: at } });
    await world.settled();
    const before = await personOf();
    expect(before).toMatchObject({
      banned: true,
      two_factor_enabled: true,
      first_name: 'Told',
      verified: true,
    });
    let later = at;
    for (const path of pathsIn(told).filter(
      ([first, ...rest]) =>
        /^(banned|two_factor_enabled|first_name|last_name|external_id|primary_email_address_id)$/.test(
          first ?? '',
        ) ||
        (first === 'email_addresses' && !rest.includes('email_address')),
    )) {
      later += 1_000;
      await sender.deliver({ type: 'user.updated', data: without({ ...told, updated_at: later }, path) });
      await world.settled();
      expect([path.join('.'), await personOf()]).toEqual([path.join('.'), before]);
    }
  }, 180_000);

  it('makes a new person who is neither banned nor proven, as Clerk’s documented example has them', async () => {
    const id = 'user_29w83sxmDNGwOuEthce5gg56FcC';
    await sender.deliver({
      type: 'user.created',
      data: {
        object: 'user',
        id,
        external_id: '567772',
        first_name: 'Example',
        last_name: 'Example',
        email_addresses: [
          { id: 'idn_29w83yL7CwVlJXylYLxcslromF1', email_address: 'example@untold.test', verification: {} },
        ],
        primary_email_address_id: 'idn_29w83yL7CwVlJXylYLxcslromF1',
        created_at: 1_654_012_591_514,
        updated_at: 1_654_012_591_835,
      },
    });
    await world.settled();
    expect(
      await world.database.query(
        `select u.banned, u.email_address, a.verified
           from users u join user_email_addresses a on a.user_id = u.id where u.clerk_id = $1`,
        [id],
      ),
    ).toEqual([{ banned: false, email_address: 'example@untold.test', verified: false }]);
    expect(
      await sender.find(await sender.deliver({ type: 'user.deleted', data: { id, deleted: true } })),
    ).not.toBe(null);
  });

  it('keeps what is known of an address, whichever way its domain is written', async () => {
    const { id } = world.clerk.control.ensureUser({ email: 'me@xn--bcher-kva.test' });
    await world.settled();
    const known = world.clerk.control.state().users.find((user) => user.id === id) as Fields;
    const [address] = known['email_addresses'] as Fields[];
    const told = without(known, ['primary_email_address_id']);
    await sender.deliver({
      type: 'user.updated',
      data: {
        ...told,
        first_name: 'Told',
        email_addresses: [{ ...without(address ?? {}, ['verification']), email_address: 'Me@Bücher.test' }],
        updated_at: Date.now() + 100_000,
      },
    });
    await world.settled();
    expect(
      await world.database.query(
        `select u.first_name, u.email_address, a.verified
           from users u join user_email_addresses a on a.user_id = u.id where u.clerk_id = $1`,
        [id],
      ),
    ).toEqual([{ first_name: 'Told', email_address: 'me@xn--bcher-kva.test', verified: true }]);
  });

  describe('of a membership that is new here', () => {
    let count = 0;

    /** Made at Clerk while no webhook comes through. */
    function makeUnheard() {
      const { control } = world.clerk;
      count += 1;
      const owner = control.ensureUser({ email: `owner${count}@untold.test` }).id;
      const organizationId = control.ensureOrganization({
        name: `New ${count}`,
        slug: `new-${count}`,
        createdBy: owner,
      }).id;
      control.setWebhooks({ enabled: false });
      const userId = control.ensureUser({ email: `member${count}@untold.test` }).id;
      control.ensureMembership({ organizationId, userId, role: 'org:member' });
      control.setWebhooks({ enabled: true });
      const shape = control
        .state()
        .organizationMemberships.find(
          (each) => (each['public_user_data'] as Fields)['user_id'] === userId,
        ) as Fields;
      return { userId, organizationId, shape };
    }

    async function outcomeOf(data: Fields) {
      const id = await sender.deliver({ type: 'organizationMembership.created', data });
      await world.settled();
      return (await sender.find(id))?.state;
    }

    const holders = (clerkId: unknown) =>
      world.database.query(
        `select u.clerk_id as person, o.clerk_id as organization
           from memberships m join users u on u.id = m.user_id join organizations o on o.id = m.organization_id
          where m.clerk_id = $1`,
        [clerkId],
      );

    it.each([['public_user_data'], ['public_user_data.user_id'], ['organization'], ['organization.id']])(
      'is asked of Clerk by the other side: %s',
      async (name) => {
        const { userId, organizationId, shape } = makeUnheard();
        await world.settled();
        expect(await outcomeOf(without(shape, name.split('.')))).toBe('applied');
        expect(await holders(shape['id'])).toEqual([{ person: userId, organization: organizationId }]);
      },
    );

    it('makes none that is gone at Clerk, and a dead letter where it tells neither side', async () => {
      const { userId, organizationId, shape } = makeUnheard();
      await world.settled();
      expect(await outcomeOf(without(without(shape, ['organization']), ['public_user_data']))).toBe('dead');
      await atClerk(world.clerk, 'DELETE', `/organizations/${organizationId}/memberships/${userId}`);
      expect(await outcomeOf(without(shape, ['public_user_data']))).toBe('ignored');
      expect(await holders(shape['id'])).toEqual([]);
    });
  });
});
