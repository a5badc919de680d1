import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { atClerk } from '../../support/at-clerk.js';
import { holdingRows } from '../../support/holding-rows.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { SvixSender } from './svix-sender.js';

type Told = Record<string, unknown> & { id: string; created_at: number };

describe('somebody who left an organization and came back', () => {
  let world: TestApp;
  let sender: SvixSender;
  let organizationId: string;
  let userId: string;
  let earlier: Told;
  let later: Told;

  beforeAll(async () => {
    world = await startTestApp();
    sender = new SvixSender(world, 'rejoining');
    const { control } = world.clerk;
    const createdBy = control.ensureUser({ email: 'owner@rejoin.test' }).id;
    ({ id: organizationId } = control.ensureOrganization({ name: 'Rejoin', slug: 'rejoin', createdBy }));
    await world.settled();
    await world.database.query(
      `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
       select id, gen_random_uuid(), 'house', 'House', 'UTC', 'active', now(), now() from organizations`,
    );
  });

  beforeEach(async () => {
    const { control } = world.clerk;
    control.setWebhooks({ enabled: true });
    userId = control.ensureUser({ email: `${String(Math.random()).slice(2)}@rejoin.test` }).id;
    control.ensureMembership({ organizationId, userId, role: 'org:admin' });
    await world.settled();
    earlier = toldNow();
    await world.database.query(
      `insert into property_grants (organization_id, property_id, user_id, role, granted_at, valid_from)
       select p.organization_id, p.id, m.user_id, 'property:manager', now(), now()
         from memberships m join properties p using (organization_id) where m.clerk_id = $1`,
      [earlier.id],
    );
    control.setWebhooks({ enabled: false });
    await atClerk(world.clerk, 'DELETE', `/organizations/${organizationId}/memberships/${userId}`);
    await atClerk(world.clerk, 'POST', `/organizations/${organizationId}/memberships`, {
      user_id: userId,
      role: 'org:member',
    });
    later = toldNow();
    control.setWebhooks({ enabled: true });
  });

  afterAll(() => world.close());

  const toldNow = () =>
    world.clerk.control
      .state()
      .organizationMemberships.find(
        (one) => (one['public_user_data'] as { user_id: string }).user_id === userId,
      ) as Told;
  const tell = async (what: 'created' | 'updated' | 'deleted', data: Told) => {
    await sender.deliver({ type: `organizationMembership.${what}`, data });
    await world.settled();
  };
  const here = async () => {
    const [row] = await world.database.query(
      `select m.clerk_id as id, m.role, (select count(*)::int from property_grants g where g.user_id = u.id) as grants
         from users u join memberships m on m.user_id = u.id where u.clerk_id = $1`,
      [userId],
    );
    return row ?? null;
  };

  it('inherits nothing, though the news of the return overtake those of the leaving', async () => {
    expect(await here()).toEqual({ id: earlier.id, role: 'org:admin', grants: 1 });
    await tell('created', later);
    expect(await here()).toEqual({ id: later.id, role: 'org:member', grants: 0 });
    await tell('deleted', earlier);
    await tell('updated', { ...earlier, updated_at: Date.now() + 60_000 });
    expect(await here()).toEqual({ id: later.id, role: 'org:member', grants: 0 });
  });

  it('is not thrown out by the news of the leaving that are applied at the same moment', async () => {
    await holdingRows(
      world.database,
      (other) =>
        other.query('update memberships set clerk_id = $2, created_at = now() where clerk_id = $1', [
          earlier.id,
          later.id,
        ]),
      () => sender.deliver({ type: 'organizationMembership.deleted', data: earlier }),
    );
    await world.settled();
    expect(await here()).toMatchObject({ id: later.id });
  });

  it('in the same millisecond is settled by asking Clerk, whichever of the two is told first', async () => {
    await world.database.query('update memberships set created_at = $2 where clerk_id = $1', [
      earlier.id,
      new Date(later.created_at),
    ]);
    await tell('created', later);
    expect(await here()).toMatchObject({ id: later.id });
    await world.database.query(`delete from tombstones where kind = 'membership'`);
    await tell('created', { ...earlier, created_at: later.created_at });
    expect(await here()).toMatchObject({ id: later.id });
  });
});
