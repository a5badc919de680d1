import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { ClerkApi } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { MembershipMirrorService, OrganizationMirrorService } from '#tenants';
import { UserLookupService } from '#users';
import { clerkEvents, EndpointWatchService } from '#webhooks';
import { atClerk } from '../../support/at-clerk.js';
import { startTestApp, type TestApp, until } from '../../support/test-app.js';
import { SvixSender } from './svix-sender.js';

const ACTOR = { kind: 'system', name: 'test' } as const;

describe('an event of Clerk’s', () => {
  let world: TestApp;
  let sender: SvixSender;

  beforeAll(async () => {
    world = await startTestApp();
    sender = new SvixSender(world, 'apply');
  });

  afterAll(() => world.close());

  const person = (email: string) => world.clerk.control.ensureUser({ email }).id;
  const shapeOf = (id: string) => {
    const user = world.clerk.control.state().users.find((one) => one['id'] === id);
    if (user === undefined) throw new Error(`${id} is not at Clerk`);
    return user;
  };
  const mirrored = async (clerkId: string) => {
    const [row] = await world.database.query<{
      first_name: string | null;
      source_event_at: Date | null;
    }>('select first_name, source_event_at from users where clerk_id = $1', [clerkId]);
    return row;
  };
  const openAlarms = (kind: string) =>
    world.database.query<{ subject: string }>(
      `select subject from sync_alarms where kind = $1 and cleared_at is null order by subject`,
      [kind],
    );

  it('of each of the 45 kinds is handled or kept as ignored, as the list says, and none is a dead letter', async () => {
    const kinds = Object.keys(clerkEvents);
    expect(kinds).toHaveLength(45);
    const known = world.clerk.control.deliveries().length;
    for (const kind of kinds) world.clerk.control.emit(kind);
    await world.settled();
    const sent = world.clerk.control.deliveries().slice(known);
    // The local Clerk has an example of each, so a kind that is missing there or here would show.
    expect(new Set(sent.map(({ type }) => type))).toEqual(new Set(kinds));
    const rows = await world.database.query<{ event_type: string; state: string }>(
      'select event_type, state from webhook_deliveries where svix_id = any ($1)',
      [sent.map(({ id }) => id)],
    );
    expect(rows).toHaveLength(45);
    for (const { event_type: kind, state } of rows) {
      const meaning = clerkEvents[kind as keyof typeof clerkEvents];
      if (meaning === 'ignored') expect({ kind, state }).toEqual({ kind, state: 'ignored' });
      else expect({ kind, state }).not.toEqual({ kind, state: 'dead' });
    }
  });

  it('that ties with what is mirrored is settled by asking Clerk, whichever of both comes last', async () => {
    const id = person('tie@apply.test');
    await world.settled();
    await atClerk(world.clerk, 'PATCH', `/users/${id}`, { first_name: 'Truth' });
    await world.settled();
    // One of two events that happened in the same millisecond came first, and Clerk's word is neither of both.
    const at = new Date();
    await world.database.query(
      `update users set source_event_at = $2, first_name = 'One' where clerk_id = $1`,
      [id, at],
    );
    for (const name of ['Two', 'Three']) {
      const later = await sender.deliver({
        type: 'user.updated',
        data: { ...shapeOf(id), first_name: name },
        at,
      });
      await world.settled();
      expect(await sender.find(later)).toMatchObject({ state: 'applied' });
      expect(await mirrored(id)).toMatchObject({ first_name: 'Truth', source_event_at: null });
    }
  });

  it('with a role that nobody knows gives a member nothing and raises an alarm, until the role is known', async () => {
    const owner = person('owner@apply.test');
    const member = person('member@apply.test');
    const { control } = world.clerk;
    const { id: organizationId } = control.ensureOrganization({
      name: 'Apply',
      slug: 'apply',
      createdBy: owner,
    });
    control.ensureMembership({ organizationId, userId: member, role: 'org:member' });
    await world.settled();
    const membership = control
      .state()
      .organizationMemberships.find(
        (one) => (one['public_user_data'] as { user_id: string }).user_id === member,
      );
    const told = { ...membership, role: 'org:wizard', updated_at: Date.now() + 60_000 };
    await sender.deliver({ type: 'organizationMembership.updated', data: told });
    await world.settled();
    expect(await openAlarms('unknown_role')).toEqual([{ subject: 'org:wizard' }]);
    const { body } = await world.as('member@apply.test').get('/api/v1/me').expect(200);
    expect(body.organizations).toMatchObject([{ role: 'org:wizard', permissions: [] }]);
    const [organization] = await world.database.query<{ id: string }>(
      `select id from organizations where slug = 'apply'`,
    );
    const members = await world
      .as('member@apply.test')
      .get(`/api/v1/organizations/${organization!.id}/members`);
    expect([403, 404]).toContain(members.status);
    await world.jobsDone();
    await world.database.query(
      `insert into clerk_roles (clerk_id, key, name, permissions, updated_at)
         values ('role_wizard', 'org:wizard', 'Wizard', '{}', now())
         on conflict do nothing`,
    );
    await sender.deliver({
      type: 'organizationMembership.updated',
      data: { ...told, updated_at: Date.now() + 120_000 },
    });
    await world.settled();
    expect(await openAlarms('unknown_role')).toEqual([]);
  });

  it('of another instance is refused and leaves nothing but a count', async () => {
    const id = sender.nextId();
    const body = sender.bodyOf({
      type: 'user.created',
      data: { id: `user_${'q'.repeat(27)}` },
      instanceId: `ins_${'z'.repeat(27)}`,
    });
    const answer = await sender.post(id, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'webhook_refused']);
    expect(await sender.find(id)).toBeNull();
  });

  it('about a membership never reaches somebody who is deleted while it is being applied', async () => {
    const userId = person('vanishing@apply.test');
    const { control } = world.clerk;
    const { id: organizationId } = control.ensureOrganization({ name: 'Vanish', slug: 'vanish' });
    await world.settled();
    const [users, mirror, organizations, work] = [
      world.app.get(UserLookupService),
      world.app.get(MembershipMirrorService),
      world.app.get(OrganizationMirrorService),
      world.app.get(UnitOfWork),
    ];
    control.setWebhookFaults({ drop: true });
    control.ensureMembership({ organizationId, userId, role: 'org:admin' });
    control.setWebhookFaults({});
    const [told] = await world.app.get(ClerkApi).listMembershipsOfUser(userId);
    if (told === undefined) throw new Error('no membership at Clerk');
    const before = await work.run(systemScope('webhooks'), async () => ({
      user: await users.findByClerkId(userId),
      organization: await organizations.find(organizationId),
    }));
    await sender.deliver({ type: 'user.deleted', data: { id: userId, object: 'user', deleted: true } });
    await world.settled();
    // Whoever read the person before they went is still at work.
    const membership = await work.run(systemScope('webhooks'), () =>
      mirror.apply(
        told,
        before.organization!,
        before.user!,
        { updatedAt: told.updatedAt, eventAt: null },
        ACTOR,
      ),
    );
    expect(membership).toBeNull();
    const rows = await world.database.query('select from memberships where user_id = $1', [before.user!.id]);
    expect(rows).toEqual([]);
  });

  it('whose parents never came is applied after they were fetched from Clerk', async () => {
    const { control } = world.clerk;
    control.setWebhookFaults({ drop: true });
    const userId = person('orphan@apply.test');
    const { id: organizationId } = control.ensureOrganization({
      name: 'Orphans',
      slug: 'orphans',
      createdBy: userId,
    });
    control.setWebhookFaults({});
    const told = control
      .deliveries()
      .filter(({ type }) => type === 'organizationMembership.created')
      .at(-1);
    control.resend(told!.id);
    await world.settled();
    const rows = await world.database.query(
      `select o.clerk_id as organization, u.clerk_id as person, m.role from memberships m
         join organizations o on o.id = m.organization_id join users u on u.id = m.user_id where u.clerk_id = $1`,
      [userId],
    );
    expect(rows).toEqual([{ organization: organizationId, person: userId, role: 'org:admin' }]);
  });

  it('that this service fails to take, again and again, raises an alarm that goes when it works again', async () => {
    const watch = world.app.get(EndpointWatchService);
    const minute = (failed: number, taken: number, refused = 0) =>
      world.database.query(
        `insert into webhook_endpoint_minutes as told (minute, taken, refused, failed)
         values (date_trunc('minute', now()), $1, $2, $3) on conflict (minute) do update
           set taken = excluded.taken, refused = excluded.refused, failed = excluded.failed`,
        [taken, refused, failed],
      );
    const check = () => world.app.get(UnitOfWork).run(systemScope('webhooks'), () => watch.check());
    await minute(1, 99);
    await check();
    expect(await openAlarms('endpoint_failures')).toEqual([]);
    await minute(5, 95);
    await check();
    expect(await openAlarms('endpoint_failures')).toEqual([{ subject: '' }]);
    await minute(0, 1000);
    await check();
    expect(await openAlarms('endpoint_failures')).toEqual([]);
    // Refused only, and nothing taken: another signing secret than Clerk's.
    await world.database.query('delete from webhook_endpoint_minutes');
    await minute(0, 0, 40);
    await check();
    expect(await openAlarms('endpoint_failures')).toEqual([{ subject: '' }]);
  });

  it('is applied though PostgreSQL throws everybody out in the middle of the work', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 40; index += 1) {
      const userId = person(`restart${index}@apply.test`);
      ids.push(userId);
      if (index % 10 === 9) {
        await world.database.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and usename = 'tenantry_app'`,
        );
      }
    }
    for (let look = 0; look < 2; look += 1) {
      world.clerk.control.advanceClock(600);
      await world.clerk.control.flushWebhooks();
    }
    await until('everybody is here', async () => {
      await world.database.query(
        `update webhook_deliveries set next_attempt_at = now() where state = 'pending' and next_attempt_at > now()`,
      );
      const [row] = await world.database.query<{ here: number }>(
        'select count(*)::integer as here from users where clerk_id = any ($1)',
        [ids],
      );
      return row?.here === ids.length;
    });
    const twice = await world.database.query(
      `select target_id from audit_events where action = 'user.created' group by 1 having count(*) > 1`,
    );
    expect(twice).toEqual([]);
  });
});
