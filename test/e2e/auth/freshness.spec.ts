import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClerkClient } from '@clerk/backend';
import request from 'supertest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { holdingRows } from '../../support/holding-rows.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

describe('a right that was taken away', () => {
  let world: DemoWorld;
  let harbourAtClerk: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    harbourAtClerk = world.clerk.control.state().organizations.find(({ slug }) => slug === 'harbour')![
      'id'
    ] as string;
  });

  beforeEach(async () => {
    world.clerk.control.clearFaults();
    world.clerk.control.setWebhooks({ enabled: true });
    await world.settled();
  });

  afterAll(() => world.close());

  const clerk = () => createClerkClient({ secretKey: world.clerk.secretKey, apiUrl: world.clerk.url });
  const clerkId = (email: string) => world.clerk.control.ensureUser({ email }).id;
  const setAtClerk = (email: string, role: string) =>
    clerk().organizations.updateOrganizationMembership({
      organizationId: harbourAtClerk,
      userId: clerkId(email),
      role,
    });
  const membershipOfSam = (): Record<string, unknown> =>
    world.clerk.control
      .state()
      .organizationMemberships.find((each) => JSON.stringify(each).includes(clerkId('sam@harbour.test')))!;
  /** A token whose active organization is Harbour, as the browser has it right after the organization was chosen. */
  const token = (email: string) => world.clerk.control.tokens({ email, organizationId: harbourAtClerk }).jwt;
  const invitations = (jwt: string) =>
    request(world.url)
      .get(`/api/v1/organizations/${world.harbour.id}/invitations`)
      .set('Authorization', `Bearer ${jwt}`);
  /** Newer than our own change, and still not the last word: Clerk has not heard of it yet. */
  const newsOfSamOpenNothing = async () => {
    world.clerk.control.emit('organizationMembership.updated', {
      ...membershipOfSam(),
      updated_at: Date.now() + 1000,
    });
    await world.settled();
    await invitations(token('sam@harbour.test')).expect(403);
  };

  it('at Clerk with every webhook lost is gone with the next token, and Clerk is asked once', async () => {
    await setAtClerk('sam@harbour.test', 'org:admin');
    await world.settled();
    const old = token('sam@harbour.test');
    await invitations(old).expect(200);
    world.clerk.control.setWebhooks({ enabled: false });
    await setAtClerk('sam@harbour.test', 'org:member');
    const fresh = token('sam@harbour.test');
    const answers = await Promise.all(Array.from({ length: 8 }, () => invitations(fresh)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(403));
    const [row] = await world.database.query('select role from memberships where user_id = $1', [
      await world.userId('sam@harbour.test'),
    ]);
    expect(row).toEqual({ role: 'org:member' });
    // The mirror was brought to Clerk's word, so the token of before opens nothing any more either.
    await invitations(old).expect(403);
  });

  it('at Clerk while Clerk cannot be asked: the lesser right holds', async () => {
    await setAtClerk('sam@harbour.test', 'org:admin');
    await world.settled();
    world.clerk.control.setWebhooks({ enabled: false });
    await setAtClerk('sam@harbour.test', 'org:member');
    const fresh = token('sam@harbour.test');
    world.clerk.control.setFaults([{ match: '/v1', status: 503 }]);
    await invitations(fresh).expect(403);
    await request(world.url)
      .get(`/api/v1/organizations/${world.harbour.id}/members`)
      .set('Authorization', `Bearer ${fresh}`)
      .expect(200);
  });

  it('here before Clerk was reached stays taken, whatever the token and Clerk still say', async () => {
    await setAtClerk('sam@harbour.test', 'org:admin');
    await world.settled();
    const old = token('sam@harbour.test');
    world.clerk.control.setFaults([{ match: 'PATCH /v1/organizations/**', status: 503 }]);
    await world
      .as('olivia@harbour.test')
      .patch(`/api/v1/organizations/${world.harbour.id}/members/${await world.userId('sam@harbour.test')}`, {
        role: 'org:member',
      })
      .expect(200);
    await invitations(old).expect(403);
    await invitations(token('sam@harbour.test')).expect(403);
    await newsOfSamOpenNothing();
    world.clerk.control.clearFaults();
    await world.jobsDone();
    const [row] = await world.database.query(
      'select role, pending_role from memberships where user_id = $1',
      [await world.userId('sam@harbour.test')],
    );
    expect(row).toEqual({ role: 'org:member', pending_role: null });
    await invitations(token('sam@harbour.test')).expect(403);
  });

  it('here down to the role that is shown stays taken when news of a higher one come late', async () => {
    await setAtClerk('sam@harbour.test', 'org:member');
    await world.settled();
    world.clerk.control.setWebhooks({ enabled: false });
    await setAtClerk('sam@harbour.test', 'org:admin');
    world.clerk.control.setFaults([{ match: 'PATCH /v1/organizations/**', status: 503 }]);
    const member = `/api/v1/organizations/${world.harbour.id}/members/${await world.userId('sam@harbour.test')}`;
    await world.as('olivia@harbour.test').patch(member, { role: 'org:member' }).expect(200);
    world.clerk.control.setWebhooks({ enabled: true });
    await newsOfSamOpenNothing();
    world.clerk.control.clearFaults();
    await world.jobsDone();
    await world.settled();
    expect(membershipOfSam()['role']).toBe('org:member');
    await invitations(token('sam@harbour.test')).expect(403);
  });

  it('here while news of a higher role are being applied is not overwritten by them', async () => {
    await setAtClerk('sam@harbour.test', 'org:member');
    await world.settled();
    const sam = await world.userId('sam@harbour.test');
    await holdingRows(
      world.database,
      (lowering) =>
        lowering.query(
          `update memberships set pending_role = role, source_updated_at = clock_timestamp() where user_id = $1`,
          [sam],
        ),
      () => setAtClerk('sam@harbour.test', 'org:admin'),
    );
    await world.settled();
    const [row] = await world.database.query(
      'select role, pending_role from memberships where user_id = $1',
      [sam],
    );
    expect(row).toEqual({ role: 'org:member', pending_role: 'org:member' });
    // As the job does it whose transaction was played here.
    await setAtClerk('sam@harbour.test', 'org:member');
    await world.settled();
  });

  it('with the membership itself: who was removed at Clerk holds nothing on a token of before', async () => {
    const vera = token('vera@harbour.test');
    const forged = world.clerk.control.tokens({
      email: 'vera@harbour.test',
      claims: { o: { id: harbourAtClerk, rol: 'admin', slg: 'harbour' } },
    }).jwt;
    world.clerk.control.setWebhooks({ enabled: false });
    await clerk().organizations.deleteOrganizationMembership({
      organizationId: harbourAtClerk,
      userId: clerkId('vera@harbour.test'),
    });
    await invitations(forged).expect(404);
    // The mirror waits for the event, since the grants go with the membership.
    await invitations(vera).expect(403);
  });
});

describe('with ACCESS_REQUIRE_ACTIVE_ORGANIZATION', () => {
  let world: TestApp;
  let harbour: string;

  beforeAll(async () => {
    world = await startTestApp({
      prepare: ({ control }) => {
        const createdBy = control.ensureUser({ email: 'olivia@harbour.test' }).id;
        harbour = control.ensureOrganization({ name: 'Harbour', slug: 'harbour', createdBy }).id;
      },
      variables: () => ({ ACCESS_REQUIRE_ACTIVE_ORGANIZATION: 'true' }),
    });
  });

  afterAll(() => world.close());

  const read = (organizationId?: string) => {
    const { jwt } = world.clerk.control.tokens({ email: 'olivia@harbour.test', organizationId });
    return request(world.url).get(`/api/v1/organizations/${harbour}`).set('Authorization', `Bearer ${jwt}`);
  };

  it('an organization opens only while it is the active one of the token', async () => {
    const organization = world.clerk.control.state().organizations[0]!;
    world.clerk.control.emit('organization.updated', organization);
    world.clerk.control.emit(
      'organizationMembership.created',
      world.clerk.control.state().organizationMemberships[0],
    );
    await world.settled();
    await read(harbour).expect(200);
    const none = await read().expect(403);
    expect(none.body.code).toBe('organization_mismatch');
  });
});
