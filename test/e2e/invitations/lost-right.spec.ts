import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { atClerk } from '../../support/at-clerk.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { SvixSender } from '../webhooks/svix-sender.js';
import { ordersOf, tell, untold } from './told-events.js';

describe('what somebody gave who may not give it any more', () => {
  let world: DemoWorld;
  let sender: SvixSender;
  let count = 0;
  /** An admin besides Olivia, made anew for each test. */
  let inviter: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    sender = new SvixSender(world, 'lost');
  });

  beforeEach(async () => {
    inviter = `admin${(count += 1)}@harbour.test`;
    const { control } = world.clerk;
    const userId = control.ensureUser({ email: inviter }).id;
    control.ensureMembership({ organizationId: await harbourAtClerk(), userId, role: 'org:admin' });
    await world.settled();
  });

  afterEach(() => {
    world.clerk.control.clearFaults();
  });
  afterAll(() => world.close());

  const olivia = () => world.as('olivia@harbour.test');
  const organization = () => `/api/v1/organizations/${world.harbour.id}`;
  const path = () => `${organization()}/invitations`;
  const onSeaside = () => `${organization()}/properties/${world.harbour.seaside}`;
  const newAddress = () => `private${(count += 1)}@elsewhere.test`;
  const harbourAtClerk = async () => {
    const [row] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from organizations where id = $1',
      [world.harbour.id],
    );
    return row!.clerk_id;
  };
  const read = async (id: string) => (await olivia().get(`${path()}/${id}`).expect(200)).body;
  const invite = async (as: string, email: string, role = 'org:admin', where = path()) => {
    const { body } = await world.as(as).post(where, { email, role }).expect(201);
    await until('the invitation is sent', async () => (await read(body.id)).delivery === 'sent');
    await world.settled();
    return read(body.id);
  };
  const reviewed = () =>
    until('what may be void was looked at', async () => {
      const open = await world.database.query('select from invitation_reviews');
      return open.length === 0;
    });
  const statusAtClerk = (clerkId: string) =>
    world.clerk.control.state().organizationInvitations.find(({ id }) => id === clerkId)?.['status'];
  const organizationsOf = async (email: string) => {
    const me = await world.as(email).get('/api/v1/me');
    return me.status === 200 ? me.body.organizations : [];
  };
  const isVoid = async (invitation: { id: string; clerkId: string }) => {
    await until('it is void', async () => (await read(invitation.id)).status === 'revoked');
    expect((await read(invitation.id)).revokedBecause).toBe('inviter_lost_right');
    await until('it is revoked at Clerk', () =>
      Promise.resolve(statusAtClerk(invitation.clerkId) === 'revoked'),
    );
    const log = await olivia()
      .get(`${organization()}/audit-log?action=invitation.voided&limit=100`)
      .expect(200);
    expect(log.body.data.map((each: { target: { id: string } }) => each.target.id)).toContain(invitation.id);
    const alarms = await world.database.query(
      `select from sync_alarms where kind = 'void_invitations' and subject = $1 and cleared_at is null`,
      [world.harbour.id],
    );
    expect(alarms).toHaveLength(1);
  };
  const member = async (email: string) => `${organization()}/members/${await world.userId(email)}`;

  it.each([
    [
      'is removed',
      async () =>
        olivia()
          .delete(await member(inviter))
          .expect(204),
    ],
    [
      'is demoted',
      async () =>
        olivia()
          .patch(await member(inviter), { role: 'org:member' })
          .expect(200),
    ],
    [
      'is banned',
      async () =>
        world
          .as('owner@tenantry.test', { fva: [0, -1] })
          .post(`/api/v1/users/${await world.userId(inviter)}/ban`)
          .expect(200),
    ],
    [
      'is deleted at Clerk',
      async () => {
        const [row] = await world.database.query<{ clerk_id: string }>(
          'select clerk_id from users where email_address = $1',
          [inviter],
        );
        await atClerk(world.clerk, 'DELETE', `/users/${row!.clerk_id}`);
        await world.settled();
      },
    ],
  ])(
    'an invitation is void the moment its inviter %s, at Clerk too, and the owners are told',
    async (_, act) => {
      const invitation = await invite(inviter, newAddress());
      await act();
      await isVoid(invitation);
    },
  );

  it('an invitation to a property is void when the manager loses that property, and another one stays', async () => {
    const invitation = await invite(
      'mark@harbour.test',
      newAddress(),
      'property:viewer',
      `${onSeaside()}/invitations`,
    );
    const other = await invite(
      'olivia@harbour.test',
      newAddress(),
      'property:viewer',
      `${onSeaside()}/invitations`,
    );
    const markId = await world.userId('mark@harbour.test');
    await olivia().delete(`${onSeaside()}/grants/${markId}/property:manager`).expect(204);
    await isVoid(invitation);
    expect((await read(other.id)).status).toBe('pending');
    await olivia().put(`${onSeaside()}/grants/${markId}`, { role: 'property:manager' }).expect(200);
  });

  it('an invitation accepted before anybody could look gives nothing, in every order of the events', async () => {
    const orders = ordersOf([0, 1, 2]);
    const invitations = [];
    while (invitations.length < orders.length) invitations.push(await invite(inviter, newAddress()));
    world.clerk.control.setFaults([{ match: 'POST /v1/organizations/*/invitations/*/revoke', status: 503 }]);
    const events = invitations.map(({ clerkId }) =>
      untold(world, () => world.clerk.control.acceptInvitation(clerkId)),
    );
    await olivia()
      .delete(await member(inviter))
      .expect(204);
    for (const [turn, order] of orders.entries()) {
      for (const index of order) await tell(world, sender, events[turn]![index]!);
      expect(await organizationsOf(invitations[turn]!.emailAddress)).toEqual([]);
    }
  }, 120_000);

  it('an invitation that was adopted stays when its inviter goes', async () => {
    const email = newAddress();
    const invitation = await invite(inviter, email, 'org:member');
    const adopted = await olivia().post(`${path()}/${invitation.id}/adopt`).expect(200);
    expect(adopted.body).toMatchObject({
      id: invitation.id,
      invitedBy: await world.userId('olivia@harbour.test'),
    });
    await olivia()
      .delete(await member(inviter))
      .expect(204);
    await reviewed();
    expect((await read(invitation.id)).status).toBe('pending');
    world.clerk.control.acceptInvitation(invitation.clerkId);
    await world.settled();
    expect(await organizationsOf(email)).toMatchObject([{ role: 'org:member' }]);
  });

  it('an invitation that is void is sent anew for who adopts it, and not for who may not give it', async () => {
    const email = newAddress();
    const invitation = await invite(inviter, email, 'org:admin');
    await olivia()
      .delete(await member(inviter))
      .expect(204);
    await isVoid(invitation);
    await world.as('mark@harbour.test').post(`${path()}/${invitation.id}/adopt`).expect(403);
    await world.as('anton@alpine.test').post(`${path()}/${invitation.id}/adopt`).expect(404);
    const anew = await olivia().post(`${path()}/${invitation.id}/adopt`).expect(200);
    expect(anew.body.id).not.toBe(invitation.id);
    await until('it is sent', async () => (await read(anew.body.id)).delivery === 'sent');
    world.clerk.control.acceptInvitation((await read(anew.body.id)).clerkId);
    await world.settled();
    expect(await organizationsOf(email)).toMatchObject([{ role: 'org:admin' }]);
  });

  it('an invitation that is made while its inviter goes does not go out', async () => {
    const email = newAddress();
    const { body } = await world.as(inviter).post(path(), { email, role: 'org:admin' }).expect(201);
    // As one of a request for many that was under way: made on a right that was read before.
    await world.database.query(`update users set banned = true where email_address = $1`, [inviter]);
    await until('it is void', async () => (await read(body.id)).status === 'revoked');
    await until('nothing of it lies open at Clerk', () =>
      Promise.resolve(
        !world.clerk.control
          .state()
          .organizationInvitations.some(
            (each) => each['email_address'] === email && each['status'] === 'pending',
          ),
      ),
    );
  });

  it('a grant that begins later goes with its giver’s right; one in force and one of somebody else stay', async () => {
    const samId = await world.userId('sam@harbour.test');
    const validFrom = new Date(Date.now() + 3_600_000).toISOString();
    const grants = `${organization()}/properties/${world.harbour.oldTown}/grants`;
    const as = world.as(inviter);
    await as.put(`${grants}/${samId}`, { role: 'property:viewer', validFrom }).expect(200);
    await as
      .put(`${grants}/${await world.userId('mark@harbour.test')}`, { role: 'property:viewer' })
      .expect(200);
    await olivia().put(`${grants}/${samId}`, { role: 'property:staff', validFrom }).expect(200);
    await olivia()
      .delete(await member(inviter))
      .expect(204);
    await reviewed();
    const list = await olivia().get(`${grants}?limit=100`).expect(200);
    const held = list.body.data.map(
      (each: { userId: string; role: string }) => `${each.userId} ${each.role}`,
    );
    expect(held).not.toContain(`${samId} property:viewer`);
    expect(held).toContain(`${samId} property:staff`);
    expect(held).toContain(`${await world.userId('mark@harbour.test')} property:viewer`);
  });
});
