import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acquaint } from '../../support/acquaint.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { SvixSender } from '../webhooks/svix-sender.js';
import { ClerkInvitations, REVOKE } from './clerk-invitations.js';
import { eventOrderCases } from './event-order-cases.js';
import { tell, untold } from './told-events.js';

describe('an invitation that was taken back here', () => {
  let world: DemoWorld;
  let invitations: ClerkInvitations;
  let sender: SvixSender;

  beforeAll(async () => {
    world = await startDemoWorld();
    invitations = new ClerkInvitations(world);
    sender = new SvixSender(world, 'void');
  });

  afterEach(() => {
    world.clerk.control.clearFaults();
  });
  afterAll(() => world.close());

  it('and accepted at Clerk before Clerk heard of it gives no role and no membership, and is told', async () => {
    const { newAddress, invite, revoke, organizationsOf, giveNothing, toldOf } = invitations;
    const email = newAddress();
    const { id, clerkId } = await invite(email);
    world.clerk.control.setFaults([{ match: REVOKE, status: 503 }]);
    expect(await revoke(id)).toBe(204);
    world.clerk.control.acceptInvitation(clerkId);
    await world.settled();
    expect(await organizationsOf(email)).toEqual([]);
    world.clerk.control.clearFaults();
    await giveNothing(email);
    expect(await toldOf(id)).toEqual({ audit: [world.harbour.id], alarms: 1 });
  });

  eventOrderCases(
    () => invitations,
    () => sender,
  );

  it.each(['is still written down as open', 'was closed by the nightly job'])(
    'gives nothing either when it had run out by then, and %s',
    async (how) => {
      const { path, onSeaside, newAddress, invite, giveNothing, toldOf } = invitations;
      const email = newAddress();
      const { id, clerkId } = await invite(email, 'property:viewer', onSeaside());
      await world.database.query(
        `update invitations set expires_at = now() - interval '1 second' where id = $1`,
        [id],
      );
      if (how.startsWith('was closed')) {
        await world
          .as('admin@tenantry.test')
          .post('/api/v1/sync/schedule/invitations.expire/run')
          .expect(202);
        await until('the job has closed it', async () => {
          const rows = await world.database.query(
            `select from invitations where id = $1 and status = 'expired'`,
            [id],
          );
          return rows.length === 1;
        });
      }
      world.clerk.control.acceptInvitation(clerkId);
      await world.settled();
      await giveNothing(email);
      expect(await toldOf(id)).toEqual({ audit: [world.harbour.id], alarms: 1 });
      const read = await world.as('olivia@harbour.test').get(`${path()}/${id}`).expect(200);
      expect(read.body.status).toBe('expired');
    },
  );

  it('gives nothing either when it was one of a request for many', async () => {
    const { path, newAddress, atClerk, revoke, organizationsOf, giveNothing, toldOf } = invitations;
    const lines = [newAddress(), newAddress()].map((email) => ({ email, role: 'org:admin' }));
    const { body } = await world
      .as('olivia@harbour.test')
      .post(`${path()}/bulk`, { invitations: lines })
      .expect(200);
    const [taken, kept] = body.results as { invitation: { id: string } }[];
    await until('both are sent', () =>
      Promise.resolve(lines.every(({ email }) => atClerk(email).length === 1)),
    );
    await world.settled();
    world.clerk.control.setFaults([{ match: REVOKE, status: 503 }]);
    expect(await revoke(taken!.invitation.id)).toBe(204);
    for (const { email } of lines) world.clerk.control.acceptInvitation(atClerk(email)[0]!['id'] as string);
    await world.settled();
    world.clerk.control.clearFaults();
    await giveNothing(lines[0]!.email);
    expect((await toldOf(taken!.invitation.id)).audit).toEqual([world.harbour.id]);
    expect(await organizationsOf(lines[1]!.email)).toMatchObject([{ role: 'org:admin' }]);
    expect((await toldOf(kept!.invitation.id)).audit).toEqual([]);
  });

  it('gives nothing either when another one is on its way to replace it', async () => {
    const { path, newAddress, invite, revoke, organizationsOf, giveNothing, toldOf } = invitations;
    const email = newAddress();
    const first = await invite(email, 'org:admin');
    world.clerk.control.setFaults([{ match: REVOKE, status: 503 }]);
    expect(await revoke(first.id)).toBe(204);
    const second = await world
      .as('olivia@harbour.test')
      .post(path(), { email, role: 'org:member' })
      .expect(201);
    world.clerk.control.acceptInvitation(first.clerkId);
    await world.settled();
    expect(await organizationsOf(email)).toEqual([]);
    world.clerk.control.clearFaults();
    await giveNothing(email);
    expect((await toldOf(first.id)).audit).toEqual([world.harbour.id]);
    // What replaced it is sent, or says why it cannot be; it is never held for accepted.
    const read = async () =>
      (await world.as('olivia@harbour.test').get(`${path()}/${second.body.id}`).expect(200)).body;
    await until('the second one is settled', async () => (await read()).delivery !== 'queued');
    expect((await read()).status).not.toBe('accepted');
  });

  it('gives nothing to the holder of a token that names the organization while no event has come', async () => {
    const { newAddress, invite, revoke, giveNothing } = invitations;
    const email = newAddress();
    const { id, clerkId } = await invite(email);
    world.clerk.control.setFaults([{ match: REVOKE, status: 503 }]);
    expect(await revoke(id)).toBe(204);
    const events = untold(world, () => world.clerk.control.acceptInvitation(clerkId));
    await tell(world, sender, events[0]!);
    const [organization] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from organizations where id = $1',
      [world.harbour.id],
    );
    const claims = { o: { id: organization!.clerk_id, rol: 'admin', slg: 'harbour' } };
    await world.as(email, claims).get(`/api/v1/organizations/${world.harbour.id}`).expect(404);
    world.clerk.control.clearFaults();
    await giveNothing(email);
  });

  it('holds back a membership that may come from it until Clerk can be asked, and lets in who was added otherwise', async () => {
    const { newAddress, invite, revoke, organizationsOf } = invitations;
    const email = newAddress();
    const { id } = await invite(email);
    world.clerk.control.setFaults([{ match: REVOKE, status: 503 }]);
    expect(await revoke(id)).toBe(204);
    world.clerk.control.setFaults([{ match: 'GET /v1/organizations/*/invitations/*', status: 503 }]);
    // Added on Clerk's own pages: nothing of that membership names an invitation.
    const userId = world.clerk.control.ensureUser({ email }).id;
    const [organization] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from organizations where id = $1',
      [world.harbour.id],
    );
    world.clerk.control.ensureMembership({
      organizationId: organization!.clerk_id,
      userId,
      role: 'org:member',
    });
    await world.clerk.control.flushWebhooks();
    await until('the event waits', async () => {
      const waiting = await world.database.query(
        `select from webhook_deliveries where state = 'pending' and attempts > 0`,
      );
      return waiting.length > 0;
    });
    expect(await organizationsOf(email)).toEqual([]);
    world.clerk.control.clearFaults();
    await until('the member is known', async () => (await organizationsOf(email)).length === 1);
    expect(await organizationsOf(email)).toMatchObject([{ role: 'org:member' }]);
  });

  it('does not stand in the way of a later invitation, or of being added by somebody who may', async () => {
    const { newAddress, membersAtClerk, invite, revoke, organizationsOf, giveNothing } = invitations;
    const email = newAddress();
    const first = await invite(email);
    world.clerk.control.setFaults([{ match: REVOKE, status: 503 }]);
    expect(await revoke(first.id)).toBe(204);
    world.clerk.control.acceptInvitation(first.clerkId);
    await world.settled();
    world.clerk.control.clearFaults();
    await giveNothing(email);
    const second = await invite(email, 'org:member');
    world.clerk.control.acceptInvitation(second.clerkId);
    await world.settled();
    expect(await organizationsOf(email)).toMatchObject([{ role: 'org:member' }]);

    await world
      .as('olivia@harbour.test')
      .delete(`/api/v1/organizations/${world.harbour.id}/members/${await world.userId(email)}`)
      .expect(204);
    await until('Clerk knows no member any more', () => Promise.resolve(membersAtClerk(email).length === 0));
    await world.settled();
    const clerkIds = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from users where email_address = any ($1)',
      [['olivia@harbour.test', email]],
    );
    // Only people who are known can be added by their id.
    await acquaint(
      world.database,
      clerkIds.map((row) => row.clerk_id),
    );
    await world
      .as('olivia@harbour.test')
      .post(`/api/v1/organizations/${world.harbour.id}/members`, {
        userId: await world.userId(email),
        role: 'org:member',
      })
      .expect(201);
    await world.settled();
    expect(await organizationsOf(email)).toContainEqual(
      expect.objectContaining({ id: world.harbour.id, role: 'org:member' }),
    );
  });

  it('is not found again by a reconciliation when its webhooks were lost', async () => {
    const { newAddress, invite, revoke, organizationsOf, giveNothing, toldOf } = invitations;
    const email = newAddress();
    const { id, clerkId } = await invite(email);
    world.clerk.control.setFaults([{ match: REVOKE, status: 503 }]);
    expect(await revoke(id)).toBe(204);
    untold(world, () => world.clerk.control.acceptInvitation(clerkId));
    const owner = world.as('owner@tenantry.test', { fva: [0, -1] });
    const run = async () => {
      const { body } = await owner.post('/api/v1/sync/reconciliations', { mode: 'full' });
      const stateOf = async () => (await owner.get(`/api/v1/sync/reconciliations/${body.id}`)).body;
      await until('it is planned', async () => (await stateOf()).status === 'planned');
      await owner.post(`/api/v1/sync/reconciliations/${body.id}/apply`, { hash: (await stateOf()).hash });
      await until('it is applied', async () => (await stateOf()).status === 'applied');
    };
    await run();
    expect(await organizationsOf(email)).toEqual([]);
    world.clerk.control.clearFaults();
    await giveNothing(email);
    expect((await toldOf(id)).audit).toEqual([world.harbour.id]);
  });
});
