import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

describe('an invitation straight to a property', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const invitationsOf = () =>
    `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}/invitations`;

  it('goes from the manager to Clerk, and accepted it gives the role on that property and nothing else', async () => {
    const invited = await world
      .as('mark@harbour.test')
      .post(invitationsOf(), { email: ' New@Guest.test ', role: 'property:staff' })
      .expect(201);
    expect(invited.body).toMatchObject({
      emailAddress: 'new@guest.test',
      status: 'pending',
      delivery: 'queued',
    });
    await world.jobsDone();

    const clerkInvitation = world.clerk.control
      .state()
      .organizationInvitations.find((each) => each['email_address'] === 'new@guest.test');
    expect(clerkInvitation).toMatchObject({
      email_address: 'new@guest.test',
      role: 'org:member',
      status: 'pending',
    });
    const listed = await world.as('mark@harbour.test').get(invitationsOf()).expect(200);
    expect(listed.body.data.filter(({ id }: { id: string }) => id === invited.body.id)).toEqual([
      expect.objectContaining({ delivery: 'sent', clerkId: clerkInvitation!['id'] }),
    ]);
    expect(JSON.stringify(listed.body)).not.toContain('http');

    world.clerk.control.acceptInvitation(clerkInvitation!['id'] as string, { firstName: 'Nora' });
    await world.settled();
    const me = await world.as('new@guest.test').get('/api/v1/me').expect(200);
    expect(me.body).toMatchObject({ emailAddress: 'new@guest.test', firstName: 'Nora', platformRoles: [] });
    expect(me.body.organizations).toEqual([
      expect.objectContaining({
        id: world.harbour.id,
        role: 'org:member',
        properties: [
          {
            id: world.harbour.seaside,
            slug: 'seaside',
            name: 'seaside',
            roles: ['property:staff'],
            permissions: ['property:members:read', 'property:property:read'],
          },
        ],
      }),
    ]);

    const [row] = await world.database.query('select status, accepted_by from invitations where id = $1', [
      invited.body.id,
    ]);
    expect(row).toEqual({ status: 'accepted', accepted_by: me.body.id });
    const audit = await world.database.query<{ action: string; actor_id: string }>(
      `select action, actor_id from audit_events where target_id in ($1, $2) or change ->> 'invitation' = $2 order by id`,
      [me.body.id, invited.body.id],
    );
    // Signing in is written down too, whenever Clerk tells of it.
    const steps = audit.map(({ action }) => action).filter((action) => !action.startsWith('session.'));
    expect(steps).toEqual([
      'invitation.created',
      'invitation.sent',
      'user.created',
      'membership.created',
      'invitation.accepted',
      'grant.given',
    ]);
  });

  it('taken back before it is accepted gives no right, though Clerk was slower', async () => {
    const invited = await world
      .as('mark@harbour.test')
      .post(invitationsOf(), { email: 'late@guest.test', role: 'property:viewer' })
      .expect(201);
    await world.jobsDone();
    const clerkInvitation = world.clerk.control
      .state()
      .organizationInvitations.find((each) => each['email_address'] === 'late@guest.test');
    world.clerk.control.setFaults([{ match: 'POST /v1/organizations/*/invitations/*/revoke', status: 503 }]);
    await world.as('mark@harbour.test').delete(`${invitationsOf()}/${invited.body.id}`).expect(204);
    world.clerk.control.acceptInvitation(clerkInvitation!['id'] as string);
    await world.settled();
    world.clerk.control.clearFaults();
    const me = await world.as('late@guest.test').get('/api/v1/me').expect(200);
    expect(me.body.organizations).toEqual([]);
    await world
      .as('late@guest.test')
      .get(`/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}`)
      .expect(404);
  });

  it('waits while Clerk is away and goes out when it is back; signed-in people notice nothing', async () => {
    world.clerk.control.setFaults([{ match: '/v1/organizations', status: 503 }]);
    const invited = await world
      .as('mark@harbour.test')
      .post(invitationsOf(), { email: 'patient@guest.test', role: 'property:viewer' })
      .expect(201);
    await world.as('sam@harbour.test').get('/api/v1/me').expect(200);
    const status = async () => {
      const list = await world.as('mark@harbour.test').get(invitationsOf()).expect(200);
      return list.body.data.find((each: { id: string }) => each.id === invited.body.id).delivery;
    };
    expect(await status()).toBe('queued');
    world.clerk.control.clearFaults();
    await until('the invitation is sent', async () => (await status()) === 'sent');
  });

  it('is refused for somebody who is invited or a member already, and for a role above the inviter’s', async () => {
    const mark = world.as('mark@harbour.test');
    await mark.post(invitationsOf(), { email: 'twice@guest.test', role: 'property:viewer' }).expect(201);
    const twice = await mark
      .post(invitationsOf(), { email: 'TWICE@guest.test', role: 'property:viewer' })
      .expect(409);
    expect(twice.body.code).toBe('already_invited');
    const member = await mark
      .post(invitationsOf(), { email: 'sam@harbour.test', role: 'property:viewer' })
      .expect(409);
    expect(member.body.code).toBe('already_member');
    await mark.post(invitationsOf(), { email: 'a@guest.test', role: 'property:emperor' }).expect(400);
    const staff = await world
      .as('sam@harbour.test')
      .post(invitationsOf(), { email: 'b@guest.test', role: 'property:viewer' })
      .expect(403);
    expect(staff.body).toMatchObject({ code: 'permission_missing', status: 403 });
    expect(staff.headers['content-type']).toContain('application/problem+json');
  });

  it('of twenty at once to one address one is made', async () => {
    const mark = world.as('mark@harbour.test');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        mark.post(invitationsOf(), { email: 'race@guest.test', role: 'property:viewer' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
  });
});
