import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { newMember } from '../../support/new-member.js';
import { until } from '../../support/test-app.js';
import { SvixSender } from '../webhooks/svix-sender.js';
import { allPublished, type ReadEvent, readFeed } from './follower.js';

const OLIVIA = 'olivia@harbour.test';
const ANTON = 'anton@alpine.test';
const OWNER = 'owner@tenantry.test';
const ADMIN = 'admin@tenantry.test';
const LEA = 'lea@harbour.test';
const GUEST = 'guest@guest.test';
const PLATFORM = '/api/v1/events';
const SESSION = `sess_${'0'.repeat(27)}`;

/** What one act is told as. */
interface Told {
  /** Whom or what it is about, by our id. */
  readonly target: string;
  readonly actor: string;
  readonly change?: object;
}

describe('an act in the feeds of events', () => {
  let world: DemoWorld;
  let sender: SvixSender;
  let organization: string;
  let path: string;
  let lea: string;
  const made = new Map<string, string>();

  beforeAll(async () => {
    world = await startDemoWorld();
    sender = new SvixSender(world, 'feeds');
    organization = `/api/v1/organizations/${world.harbour.id}`;
    path = `${organization}/events`;
    await world.jobsDone();
  }, 120_000);

  afterAll(() => world.close());

  const as = (email: string) => world.as(email, { fva: [0, -1] });
  const feeds = () =>
    [
      { of: 'organization', client: as(OLIVIA), path },
      { of: 'platform', client: as(ADMIN), path: PLATFORM },
      { of: 'neighbor', client: as(ANTON), path: `/api/v1/organizations/${world.alpine.id}/events` },
    ] as const;
  const published = async () => {
    await world.settled();
    await allPublished(world);
  };
  /** What is new in each feed since now, once all of it is published. */
  const during = async (work: () => Promise<unknown>) => {
    await published();
    const begun = await Promise.all(
      feeds().map(async (feed) => ({
        ...feed,
        cursor: (await readFeed(feed.client, feed.path, { query: '&from=end' })).cursor,
      })),
    );
    const told = (await work()) as Told;
    await published();
    const read = {} as Record<(typeof begun)[number]['of'], ReadEvent[]>;
    for (const { of, client, path: from, cursor } of begun)
      read[of] = (await readFeed(client, from, { cursor })).events;
    return { told, ...read };
  };
  const olivia = () => world.userId(OLIVIA);
  const byOlivia = async (done: PromiseLike<unknown>, target: string, change = {}): Promise<Told> => {
    await done;
    return { target, actor: await olivia(), change };
  };
  const atClerk = () => {
    const [found] = world.clerk.control
      .state()
      .organizationInvitations.filter(
        (each) => each['email_address'] === GUEST && each['status'] === 'pending',
      );
    return String(found!['id']);
  };
  const invite = async () => {
    const invited = await as(OLIVIA).post(`${organization}/invitations`, {
      email: GUEST,
      role: 'org:member',
    });
    made.set('invitation', invited.body.id as string);
    await until('the invitation is at Clerk', async () => {
      const { body } = await as(OLIVIA).get(`${organization}/invitations/${made.get('invitation')!}`);
      return body.delivery !== 'queued';
    });
    await world.settled();
    return { target: made.get('invitation')!, actor: await olivia() };
  };
  const session = (status: string, later: number) => {
    const at = Date.now() - 60_000;
    return {
      object: 'session',
      id: SESSION,
      user_id: world.clerk.control.ensureUser({ email: LEA }).id,
      client_id: 'client_1',
      actor: null,
      status,
      ...{ last_active_at: at, expire_at: at + 86_400_000, abandon_at: at + 86_400_000 },
      ...{ created_at: at, updated_at: at + later },
    };
  };
  const property = () => `${organization}/properties/${made.get('property')!}`;
  const grants = () => `${organization}/properties/${world.harbour.oldTown}/grants/${lea}`;

  /** In this order: later acts are about what earlier ones made. */
  const inOrganization: readonly [string, () => Promise<Told>][] = [
    ['membership.created', async () => ({ target: (lea = await newMember(world, LEA)), actor: 'webhooks' })],
    [
      'membership.role_changed',
      () =>
        byOlivia(as(OLIVIA).patch(`${organization}/members/${lea}`, { role: 'org:admin' }).expect(200), lea),
    ],
    [
      'grant.given',
      () =>
        byOlivia(as(OLIVIA).put(grants(), { role: 'property:viewer' }).expect(200), lea, {
          role: 'property:viewer',
        }),
    ],
    ['grant.taken', () => byOlivia(as(OLIVIA).delete(`${grants()}/property:viewer`).expect(204), lea)],
    [
      'membership.deleted',
      () => byOlivia(as(OLIVIA).delete(`${organization}/members/${lea}`).expect(204), lea),
    ],
    ['invitation.created', invite],
    [
      'invitation.revoked',
      async () => {
        await as(OLIVIA)
          .delete(`${organization}/invitations/${made.get('invitation')!}`)
          .expect(204);
        await world.jobsDone();
        return { target: made.get('invitation')!, actor: await olivia() };
      },
    ],
    [
      'invitation.accepted',
      async () => {
        await invite();
        world.clerk.control.acceptInvitation(atClerk());
        return { target: made.get('invitation')!, actor: 'webhooks' };
      },
    ],
    [
      'role.created',
      async () => {
        const role = { key: 'org:night', name: 'Night', permissions: ['org:members:read'] };
        await as(OLIVIA).post(`${organization}/roles`, role).expect(201);
        return { target: 'org:night', actor: await olivia() };
      },
    ],
    [
      'role.changed',
      () =>
        byOlivia(
          as(OLIVIA).patch(`${organization}/roles/org:night`, { name: 'Late' }).expect(200),
          'org:night',
        ),
    ],
    [
      'role.deleted',
      () => byOlivia(as(OLIVIA).delete(`${organization}/roles/org:night`).expect(204), 'org:night'),
    ],
    [
      'property.created',
      async () => {
        const body = { name: 'Pier', slug: 'pier', timezone: 'Europe/Vienna' };
        const { body: created } = await as(OLIVIA).post(`${organization}/properties`, body).expect(201);
        made.set('property', created.id as string);
        return { target: created.id as string, actor: await olivia() };
      },
    ],
    [
      'property.updated',
      () => byOlivia(as(OLIVIA).patch(property(), { name: 'Old Pier' }).expect(200), made.get('property')!),
    ],
    ['property.archived', () => byOlivia(as(OLIVIA).delete(property()).expect(204), made.get('property')!)],
    [
      'property.restored',
      () => byOlivia(as(OLIVIA).post(`${property()}/restore`).expect(200), made.get('property')!),
    ],
  ];

  it.each(inOrganization)(
    'of an organization is %s there and on the platform, and nowhere else',
    async (type, act) => {
      const { told, ...read } = await during(act);
      const expected = expect.objectContaining({
        type,
        organizationId: world.harbour.id,
        actor: expect.objectContaining({ id: told.actor }),
        target: expect.objectContaining({ id: told.target }),
        change: expect.objectContaining(told.change ?? {}),
      });
      const ofType = (events: ReadEvent[]) => events.filter((each) => each.type === type);
      expect(ofType(read.organization)).toEqual([expected]);
      // The same events under the same ids and positions.
      expect(ofType(read.platform)).toEqual(ofType(read.organization));
      expect(read.neighbor).toEqual([]);
    },
  );

  const onPlatform: readonly [string, () => Promise<Told>][] = [
    [
      'session.started',
      async () => {
        await sender.deliver({ type: 'session.created', data: session('active', 0) });
        return { target: lea, actor: 'webhooks', change: { sessionId: SESSION } };
      },
    ],
    [
      'session.ended',
      async () => {
        await sender.deliver({ type: 'session.ended', data: session('ended', 30_000) });
        return { target: lea, actor: 'webhooks', change: { sessionId: SESSION, status: 'ended' } };
      },
    ],
    [
      'privacy.request_received',
      async () => {
        const body = { userId: lea, kind: 'correction', fields: ['lastName'], details: 'A secret of hers' };
        const { body: filed } = await as(LEA).post('/api/v1/privacy/requests', body).expect(201);
        return { target: lea, actor: lea, change: { requestId: filed.id } };
      },
    ],
    [
      'privacy.erasure_requested',
      async () => {
        const body = { userId: lea, reason: 'A secret of hers', gracePeriodDays: 1 };
        await as(LEA).post('/api/v1/privacy/erasures', body).expect(201);
        return { target: lea, actor: lea };
      },
    ],
    [
      'user.banned',
      async () => {
        await as(ADMIN).post(`/api/v1/users/${lea}/ban`).expect(200);
        return { target: lea, actor: await world.userId(ADMIN) };
      },
    ],
    [
      'platform_role.given',
      async () => {
        const nina = await world.userId('nina@nowhere.test');
        await as(OWNER).put(`/api/v1/users/${nina}/platform-roles/operator`).expect(204);
        return { target: nina, actor: await world.userId(OWNER), change: { role: 'operator' } };
      },
    ],
  ];

  it.each(onPlatform)('of no organization is %s on the platform alone', async (type, act) => {
    const { told, ...read } = await during(act);
    expect(read.platform.filter((each) => each.type === type)).toEqual([
      expect.objectContaining({
        organizationId: null,
        propertyId: null,
        actor: expect.objectContaining({ id: told.actor }),
        target: expect.objectContaining({ kind: 'user', id: told.target }),
        change: expect.objectContaining(told.change ?? {}),
      }),
    ]);
    expect(read.organization).toEqual([]);
    expect(JSON.stringify(read.platform)).not.toContain('A secret of hers');
  });

  it('is found by its type or its family, from the first on, by whoever may read the feed', async () => {
    await published();
    for (const [filter, found] of [
      ['session.started', ['session.started']],
      ['session.*', ['session.started', 'session.ended']],
    ] as const) {
      const { events } = await readFeed(as(ADMIN), PLATFORM, { query: `&type=${filter}` });
      const hers = events.filter(({ change }) => change['sessionId'] === SESSION);
      expect(hers.map(({ type }) => type)).toEqual(found);
      expect(new Set(events.map(({ type }) => type))).toEqual(new Set(found));
    }
    await as(OLIVIA).get(PLATFORM).expect(403);
    await as(ANTON).get(path).expect(404);
  });
});
