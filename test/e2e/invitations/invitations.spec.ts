import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { atClerk } from '../../support/at-clerk.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { SvixSender } from '../webhooks/svix-sender.js';
import { ordersOf, tell, untold } from './told-events.js';

describe('invitations', () => {
  let world: DemoWorld;
  let sender: SvixSender;
  let count = 0;

  beforeAll(async () => {
    world = await startDemoWorld();
    sender = new SvixSender(world, 'invited');
  });

  afterEach(() => {
    world.clerk.control.clearFaults();
  });
  afterAll(() => world.close());

  const olivia = () => world.as('olivia@harbour.test');
  const path = () => `/api/v1/organizations/${world.harbour.id}/invitations`;
  const on = (property: string) =>
    `/api/v1/organizations/${world.harbour.id}/properties/${property}/invitations`;
  const newAddress = () => `guest${(count += 1)}@guest.test`;
  const invitationsAtClerk = (email: string, status = 'pending') =>
    world.clerk.control
      .state()
      .organizationInvitations.filter((each) => each['email_address'] === email && each['status'] === status);
  const sent = async (id: string) => {
    const read = async () => (await olivia().get(`${path()}/${id}`).expect(200)).body;
    await until('the invitation was brought to Clerk', async () => (await read()).delivery !== 'queued');
    await world.settled();
    return read();
  };
  const invite = async (where: string, email: string, role: string) =>
    sent((await olivia().post(where, { email, role }).expect(201)).body.id);
  const heldBy = async (email: string) => {
    const { body } = await world.as(email).get('/api/v1/me').expect(200);
    const [organization] = body.organizations;
    return {
      role: organization?.role ?? null,
      properties: (organization?.properties ?? []).flatMap((each: { roles: string[] }) => each.roles),
    };
  };

  describe('to one address that ask for different roles', () => {
    it('are refused with a sentence where the second wants another role in the organization', async () => {
      const email = newAddress();
      await invite(on(world.harbour.seaside), email, 'property:viewer');
      const second = await olivia().post(path(), { email, role: 'org:admin' }).expect(409);
      expect(second.body.code).toBe('invited_with_another_role');
      expect(second.body.detail).toMatch(/another role/);
      const [clerkInvitation] = invitationsAtClerk(email);
      world.clerk.control.acceptInvitation(clerkInvitation!['id'] as string);
      await world.settled();
      expect(await heldBy(email)).toEqual({ role: 'org:member', properties: ['property:viewer'] });
    });

    it('of two at once the second is refused', async () => {
      const email = newAddress();
      const answers = await Promise.all([
        olivia().post(on(world.harbour.seaside), { email, role: 'property:viewer' }),
        olivia().post(path(), { email, role: 'org:admin' }),
      ]);
      const statuses = answers.map(({ status }) => status);
      // To the organization first: the property comes on top of it, in whatever order.
      expect(statuses[0]).toBe(201);
      expect([201, 409]).toContain(statuses[1]);
      await sent(answers[0].body.id);
      if (statuses[1] === 201) await sent(answers[1].body.id);
      const [clerkInvitation] = invitationsAtClerk(email);
      world.clerk.control.acceptInvitation(clerkInvitation!['id'] as string);
      await world.settled();
      expect((await heldBy(email)).properties).toEqual(['property:viewer']);
      const list = await olivia().get(`${path()}?status=accepted&limit=100`).expect(200);
      const accepted = list.body.data.filter((each: { emailAddress: string }) => each.emailAddress === email);
      const { role } = await heldBy(email);
      for (const { role: promised } of accepted as { role: string }[]) {
        if (promised.startsWith('org:')) expect(promised).toBe(role);
      }
    });

    it('give all that was accepted where the one to a property comes second, in every order of the events', async () => {
      for (const order of ordersOf([0, 1, 2])) {
        const email = newAddress();
        await invite(path(), email, 'org:admin');
        await invite(on(world.harbour.oldTown), email, 'property:viewer');
        await invite(on(world.harbour.seaside), email, 'property:staff');
        expect(invitationsAtClerk(email)).toHaveLength(1);
        const events = untold(world, () =>
          world.clerk.control.acceptInvitation(invitationsAtClerk(email)[0]!['id'] as string),
        );
        for (const index of order) await tell(world, sender, events[index]!);
        expect(await heldBy(email)).toEqual({
          role: 'org:admin',
          properties: expect.arrayContaining(['property:viewer', 'property:staff']),
        });
      }
    }, 120_000);

    it('leave the lesser role where the greater one was taken back while Clerk holds one for both', async () => {
      const email = newAddress();
      const admin = await invite(path(), email, 'org:admin');
      await invite(on(world.harbour.seaside), email, 'property:viewer');
      await olivia().delete(`${path()}/${admin.id}`).expect(204);
      world.clerk.control.acceptInvitation(invitationsAtClerk(email)[0]!['id'] as string);
      await world.settled();
      expect(await heldBy(email)).toEqual({ role: 'org:member', properties: ['property:viewer'] });
      const roleAtClerk = () =>
        world.clerk.control
          .state()
          .organizationMemberships.find(
            (each) => (each['public_user_data'] as { identifier: string }).identifier === email,
          )?.['role'];
      await until('Clerk was told of the lesser role', () => Promise.resolve(roleAtClerk() === 'org:member'));
    });

    it('are sent anew, not put behind one that was taken back and still lies at Clerk', async () => {
      const email = newAddress();
      const first = await invite(on(world.harbour.seaside), email, 'property:viewer');
      world.clerk.control.setFaults([
        { match: 'POST /v1/organizations/*/invitations/*/revoke', status: 503, times: 1 },
      ]);
      await olivia().delete(`${path()}/${first.id}`).expect(204);
      const second = await invite(path(), email, 'org:admin');
      expect(second).toMatchObject({ delivery: 'sent', status: 'pending' });
      expect(second.clerkId).not.toBe(first.clerkId);
      await until('the first is gone at Clerk', () =>
        Promise.resolve(invitationsAtClerk(email).length === 1),
      );
      world.clerk.control.acceptInvitation(second.clerkId);
      await world.settled();
      expect(await heldBy(email)).toEqual({ role: 'org:admin', properties: [] });
    });

    it('fail where Clerk already holds one of its own with another role', async () => {
      const email = newAddress();
      const [{ clerk_id: organizationId } = { clerk_id: '' }] = await world.database.query<{
        clerk_id: string;
      }>('select clerk_id from organizations where id = $1', [world.harbour.id]);
      world.clerk.control.setWebhookFaults({ drop: true });
      await atClerk(world.clerk, 'POST', `/organizations/${organizationId}/invitations`, {
        email_address: email,
        role: 'org:member',
      });
      world.clerk.control.setWebhookFaults({ drop: false });
      const ours = await invite(path(), email, 'org:admin');
      expect(ours).toMatchObject({ status: 'failed', deliveryError: 'invited_with_another_role' });
      const failed = await olivia().get(`${path()}?status=failed`).expect(200);
      expect(failed.body.data.map((each: { id: string }) => each.id)).toContain(ours.id);
    });
  });

  describe('of many people in one request', () => {
    const bulk = (lines: { email: string; role: string }[], headers: Record<string, string> = {}) =>
      olivia().post(`${path()}/bulk`, { invitations: lines }).set(headers);
    const role = 'org:member';

    it('are answered line by line: who is invited already, named twice or a member stops nobody else', async () => {
      const [open, first, twice, last] = [newAddress(), newAddress(), newAddress(), newAddress()];
      await olivia().post(path(), { email: open, role }).expect(201);
      const { body } = await bulk([
        { email: first, role },
        { email: open, role },
        { email: twice, role },
        { email: ` ${twice.toUpperCase()} `, role },
        { email: 'sam@harbour.test', role },
        { email: newAddress(), role: 'org:emperor' },
        { email: last, role },
      ]).expect(200);
      expect(
        (body.results as { problem: { code: string } | null }[]).map(
          ({ problem }) => problem?.code ?? 'invited',
        ),
      ).toEqual([
        'invited',
        'already_invited',
        'invited',
        'already_invited',
        'already_member',
        'unknown_role',
        'invited',
      ]);
      const list = await olivia().get(`${path()}?batch=${body.id}`).expect(200);
      expect(list.body.data.map((each: { emailAddress: string }) => each.emailAddress).sort()).toEqual(
        [first, twice, last].sort(),
      );
    });

    it('are made once for one key', async () => {
      const lines = [
        { email: newAddress(), role },
        { email: newAddress(), role },
      ];
      const key = { 'idempotency-key': `bulk-${newAddress()}` };
      const first = await bulk(lines, key).expect(200);
      expect(first.body.results).toHaveLength(2);
      const again = await bulk(lines, key).expect(200);
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(again.body).toEqual({ id: first.body.id });
      const list = await olivia().get(`${path()}?batch=${first.body.id}`).expect(200);
      expect(list.body.data).toHaveLength(2);
    });
  });

  describe('to people who are known', () => {
    it('are refused where the address is a second, proved one of a member', async () => {
      const email = newAddress();
      const samId = world.clerk.control
        .state()
        .users.find((each) =>
          (each['email_addresses'] as { email_address: string }[]).some(
            (address) => address.email_address === 'sam@harbour.test',
          ),
        )!['id'] as string;
      await atClerk(world.clerk, 'POST', '/email_addresses', {
        user_id: samId,
        email_address: email,
        verified: true,
        primary: false,
      });
      await world.settled();
      const refused = await olivia().post(path(), { email, role: 'org:member' }).expect(409);
      expect(refused.body.code).toBe('already_member');
    });

    it('can be looked up one by one, with what Clerk said against them, by those of the place only', async () => {
      const email = newAddress();
      world.clerk.control.setFaults([{ match: 'POST /v1/organizations/*/invitations', status: 422 }]);
      const made = await olivia()
        .post(on(world.harbour.seaside), { email, role: 'property:viewer' })
        .expect(201);
      const failed = await sent(made.body.id);
      expect(failed).toMatchObject({ status: 'failed', delivery: 'failed' });
      expect(failed.deliveryError).toEqual(expect.any(String));
      await world
        .as('mark@harbour.test')
        .get(`${on(world.harbour.seaside)}/${made.body.id}`)
        .expect(200);
      await olivia()
        .get(`${on(world.harbour.oldTown)}/${made.body.id}`)
        .expect(404);
      await world.as('anton@alpine.test').get(`${path()}/${made.body.id}`).expect(404);
      await world
        .as('anton@alpine.test')
        .get(`/api/v1/organizations/${world.alpine.id}/invitations/${made.body.id}`)
        .expect(404);
      const open = await olivia().get(path()).expect(200);
      expect(open.body.data.map((each: { id: string }) => each.id)).not.toContain(made.body.id);
      await olivia().get(`${path()}?status=nonsense`).expect(400);
    });

    it('give what was accepted to who accepted, not to who has the address by then', async () => {
      const email = newAddress();
      const heir = newAddress();
      const invited = await invite(on(world.harbour.seaside), email, 'property:viewer');
      await invite(path(), heir, 'org:member');
      world.clerk.control.acceptInvitation(invitationsAtClerk(heir)[0]!['id'] as string);
      await world.settled();
      const [accepted] = untold(world, () => world.clerk.control.acceptInvitation(invited.clerkId)).filter(
        ({ type }) => type === 'organizationInvitation.accepted',
      );
      // Of the former holder no news came; the address has passed on to a member.
      await world.database.query(
        `insert into user_email_addresses (user_id, email_address, verified, is_primary) values ($1, $2, true, false)`,
        [await world.userId(heir), email],
      );
      await tell(world, sender, accepted!);
      expect(await heldBy(heir)).toEqual({ role: 'org:member', properties: [] });
      const read = await olivia().get(`${path()}/${invited.id}`).expect(200);
      expect(read.body.acceptedBy).toBeNull();
    });
  });
});
