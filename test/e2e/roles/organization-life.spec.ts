import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const SAM = 'sam@harbour.test';
/** Proved a minute ago who they are. */
const FRESH = { fva: [1, -1] };

describe('the life of an organization', () => {
  let world: DemoWorld;
  let organization: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    organization = `/api/v1/organizations/${world.harbour.id}`;
  });

  afterAll(() => world.close());

  const owners = async (): Promise<string[]> => {
    const rows = await world.database.query<{ email: string }>(
      `select u.email_address as email from memberships m join users u on u.id = m.user_id
       where m.organization_id = $1 and m.role = 'org:admin' order by 1`,
      [world.harbour.id],
    );
    return rows.map(({ email }) => email);
  };
  const ownersAtClerk = (): string[] =>
    world.clerk.control
      .state()
      .organizationMemberships.filter(
        ({ role, organization: of }) => role === 'org:admin' && (of as { slug: string }).slug === 'harbour',
      )
      .map(({ public_user_data: person }) => (person as { identifier: string }).identifier)
      .sort();
  const everywhere = async () => {
    await world.jobsDone();
    await world.settled();
    await world.jobsDone();
    return [await owners(), ownersAtClerk()];
  };
  const transfer = async (from: string, to: string, claims: Record<string, unknown> = FRESH) =>
    world.as(from, claims).post(`${organization}/ownership-transfer`, { userId: await world.userId(to) });

  describe('handing it over', () => {
    it('makes the heir the owner and the former owner a member, here and at Clerk', async () => {
      const { status, body } = await transfer(OLIVIA, MARK);
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ emailAddress: MARK, role: 'org:admin' }),
      ]);
      expect(await owners()).toEqual([MARK]);
      expect(await everywhere()).toEqual([[MARK], [MARK]]);
      const [row] = await world.database.query(
        `select actor_id, change from audit_events where action = 'organization.ownership_transferred'`,
      );
      expect(row).toEqual({
        actor_id: await world.userId(OLIVIA),
        change: { owner: { from: await world.userId(OLIVIA), to: await world.userId(MARK) } },
      });
      // Again by whoever owns nothing any more: refused, nothing changed.
      expect((await transfer(OLIVIA, MARK)).status).toBe(403);
      expect((await transfer(MARK, OLIVIA)).status).toBe(200);
      expect(await everywhere()).toEqual([[OLIVIA], [OLIVIA]]);
    });

    it('asks for a fresh proof, for the owner in person, and for a member as heir', async () => {
      const cases = [
        [OLIVIA, MARK, { fva: [-1, -1] }, 403, 'reverification_required'],
        [OLIVIA, MARK, { fva: [11, -1] }, 403, 'reverification_required'],
        [
          OLIVIA,
          MARK,
          { ...FRESH, act: { sub: 'user_2Ro7e2IxrffdqBboq8KfB6eGbIy' } },
          403,
          'impersonation_refused',
        ],
        [MARK, MARK, FRESH, 403, 'role_missing'],
        [OLIVIA, OLIVIA, FRESH, 409, 'already_owner'],
        [OLIVIA, 'anton@alpine.test', FRESH, 404, 'not_found'],
        ['anton@alpine.test', MARK, FRESH, 404, 'not_found'],
      ] as const;
      for (const [from, to, claims, status, code] of cases) {
        const refused = await transfer(from, to, claims);
        expect([from, to, refused.status, refused.body.code]).toEqual([from, to, status, code]);
      }
      const staff = await world
        .as('owner@tenantry.test', FRESH)
        .post(`${organization}/ownership-transfer`, { userId: await world.userId(MARK) })
        .set('X-Access-Reason', 'Ticket 4711');
      expect([staff.status, staff.body.code]).toEqual([403, 'role_missing']);
      expect(await owners()).toEqual([OLIVIA]);
    });

    it('while Clerk is away changes nothing, and broken off half way it is finished by asking again', async () => {
      const match = 'PATCH /v1/organizations/*/memberships/*';
      world.clerk.control.setFaults([{ match, status: 503 }]);
      const away = await transfer(OLIVIA, MARK);
      expect([away.status, away.body.code]).toEqual([503, 'identity_provider_unavailable']);
      world.clerk.control.clearFaults();
      expect(await everywhere()).toEqual([[OLIVIA], [OLIVIA]]);

      // Clerk did it, its answer got lost, and it cannot be looked at either.
      world.clerk.control.setFaults([
        { match, dropResponse: true },
        { match: 'GET /v1/organizations/*/memberships', status: 503 },
      ]);
      expect((await transfer(OLIVIA, MARK)).status).toBe(503);
      world.clerk.control.clearFaults();
      expect(await everywhere()).toEqual([
        [MARK, OLIVIA],
        [MARK, OLIVIA],
      ]);
      expect((await transfer(OLIVIA, MARK)).status).toBe(200);
      expect(await everywhere()).toEqual([[MARK], [MARK]]);
      expect((await transfer(MARK, OLIVIA)).status).toBe(200);
      await everywhere();
    });

    it('to two people at once makes one of them the owner', async () => {
      const [one, other] = await Promise.all([transfer(OLIVIA, MARK), transfer(OLIVIA, SAM)]);
      const codes = [one, other].map(({ status, body }) => (status === 200 ? 'done' : body.code)).sort();
      expect([
        ['done', 'ownership_changed'],
        // The second one came when the first was through already.
        ['done', 'role_missing'],
      ]).toContainEqual(codes);
      const heir = one.status === 200 ? MARK : SAM;
      expect(await everywhere()).toEqual([[heir], [heir]]);
      expect((await transfer(heir, OLIVIA)).status).toBe(200);
      expect(await everywhere()).toEqual([[OLIVIA], [OLIVIA]]);
    });
  });

  it('keeps an owner through 100 races of two owners who demote each other', async () => {
    const [a, b] = await Promise.all([OLIVIA, MARK].map((email) => world.userId(email)));
    // The rows are set back behind the service's back, so Clerk must neither hear of it nor tell.
    world.clerk.control.setWebhooks({ enabled: false });
    world.clerk.control.setFaults([{ match: 'PATCH /v1/organizations/*/memberships/*', status: 503 }]);
    let demotions = 0;
    for (let round = 0; round < 100; round += 1) {
      await world.database.query(
        `update memberships set role = 'org:admin' where organization_id = $1 and user_id = any ($2)`,
        [world.harbour.id, [a, b]],
      );
      const demote = (by: string, whom: string) =>
        world.as(by).patch(`${organization}/members/${whom}`, { role: 'org:member' });
      const answers = await Promise.all([demote(OLIVIA, b!), demote(MARK, a!)]);
      const statuses = answers.map(({ status }) => status).sort();
      expect([200, 403, 409]).toEqual(expect.arrayContaining(statuses));
      expect([round, statuses, (await owners()).length]).toEqual([round, statuses, 1]);
      demotions += statuses.filter((status) => status === 200).length;
    }
    expect(demotions).toBe(100);
    await world.database.query(
      `update memberships set role = case when user_id = $2 then 'org:admin' else 'org:member' end
       where organization_id = $1`,
      [world.harbour.id, a],
    );
    world.clerk.control.clearFaults();
    world.clerk.control.setWebhooks({ enabled: true });
  }, 120_000);

  describe('suspending it', () => {
    const suspend = (email: string, what = 'suspend') =>
      world.as(email).post(`${organization}/${what}`).set('X-Access-Reason', 'Unpaid since August');

    it('is for platform admins: not for its owner, nor for other staff', async () => {
      for (const email of [OLIVIA, SAM, 'operator@tenantry.test', 'compliance@tenantry.test']) {
        const refused = await suspend(email);
        expect([email, refused.status]).toEqual([email, 403]);
      }
      expect((await suspend('anton@alpine.test')).status).toBe(404);
      await world.as('admin@tenantry.test').post(`${organization}/suspend`).expect(403);
    });

    it('refuses every member from the next request on; reinstating lets all in as before', async () => {
      const place = `${organization}/properties/${world.harbour.seaside}`;
      const suspended = await suspend('admin@tenantry.test').expect(200);
      expect(suspended.body).toMatchObject({ id: world.harbour.id, status: 'suspended' });
      for (const email of [OLIVIA, SAM]) {
        for (const path of [organization, place, `${organization}/members`]) {
          const { body } = await world.as(email).get(path).expect(403);
          expect(body.code).toBe('organization_suspended');
        }
        const question = { permission: 'property:property:read', organizationId: world.harbour.id };
        const { body } = await world.as(email).post('/api/v1/access/check', question).expect(403);
        expect(body.code).toBe('organization_suspended');
        const me = await world.as(email).get('/api/v1/me').expect(200);
        expect(me.body.organizations[0]).toMatchObject({
          status: 'suspended',
          permissions: [],
          properties: [],
        });
      }
      await world.as('nina@nowhere.test').get(organization).expect(404);
      await world
        .as('operator@tenantry.test')
        .get(organization)
        .set('X-Access-Reason', 'Why unpaid?')
        .expect(200);
      await suspend('admin@tenantry.test').expect(200);

      await suspend('admin@tenantry.test', 'reinstate').expect(200);
      await world.as(SAM).get(place).expect(200);
      const actions = await world.database.query<{ action: string; reasoned: boolean }>(
        `select action, reason is not null as reasoned from audit_events where action in ('organization.suspended', 'organization.reinstated')
         order by id`,
      );
      expect(actions).toEqual([
        { action: 'organization.suspended', reasoned: true },
        { action: 'organization.reinstated', reasoned: true },
      ]);
    });
  });
});
