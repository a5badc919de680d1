import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acquaint } from '../../support/acquaint.js';
import { MARK, OLIVIA, SAM, VERA } from '../../support/demo-people.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { bulkGrantCases } from './bulk-grant-cases.js';
import { HarbourGrants } from './harbour-grants.js';

describe('a grant', () => {
  let world: DemoWorld;
  let grants: HarbourGrants;

  beforeAll(async () => {
    world = await startDemoWorld();
    grants = await HarbourGrants.of(world);
  });

  afterAll(() => world.close());

  beforeEach(() => grants.reset());

  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

  /** Somebody whom Olivia knows from another organization, so that she may add them by their id. */
  const becomeKnown = async (email: string) => {
    const { control } = world.clerk;
    const person = control.ensureUser({ email });
    await world.settled();
    await acquaint(world.database, [control.ensureUser({ email: OLIVIA }).id, person.id]);
    return person;
  };

  describe('for a time', () => {
    it('ends at its second, without a job, for the guard and for every question', async () => {
      const { seaside, ids, give } = grants;
      const expiresAt = inSeconds(2);
      const { body } = await give(OLIVIA, VERA, { role: 'property:viewer', expiresAt }).expect(200);
      expect(body).toMatchObject({ expiresAt, grantedBy: ids.get(OLIVIA), role: 'property:viewer' });
      const allowed = async () => {
        const { status } = await world.as(VERA).get(seaside);
        const { body } = await world.as(OLIVIA).post('/api/v1/access/check', {
          permission: 'property:property:read',
          organizationId: world.harbour.id,
          propertyId: world.harbour.seaside,
          userId: ids.get(VERA),
        });
        const me = await world.as(VERA).get('/api/v1/me').expect(200);
        const places = me.body.organizations[0].properties as { id: string }[];
        return [status, body.allowed, places.some(({ id }) => id === world.harbour.seaside)];
      };
      expect(await allowed()).toEqual([200, true, true]);
      await sleep(Date.parse(expiresAt) - Date.now() + 20);
      expect(await allowed()).toEqual([404, false, false]);
      const listed = await world.as(OLIVIA).get(`${seaside}/grants`).expect(200);
      expect(JSON.stringify(listed.body)).not.toContain(VERA);
    });

    it('begins when it says, and shows in the list before', async () => {
      const { seaside, give } = grants;
      const validFrom = inSeconds(2);
      await give(OLIVIA, VERA, { role: 'property:viewer', validFrom }).expect(200);
      await world.as(VERA).get(seaside).expect(404);
      const listed = await world.as(OLIVIA).get(`${seaside}/grants`).expect(200);
      expect(listed.body.data).toContainEqual(expect.objectContaining({ emailAddress: VERA, validFrom }));
      await sleep(Date.parse(validFrom) - Date.now() + 20);
      await world.as(VERA).get(seaside).expect(200);
    });

    it('is not handed on for longer than the giver has it', async () => {
      const { ids, give } = grants;
      await world.database.query(
        `update property_grants set expires_at = now() + interval '1 hour' where user_id = $1`,
        [ids.get(MARK)],
      );
      const lasting = await give(MARK, VERA, { role: 'property:viewer' }).expect(403);
      expect(lasting.body.code).toBe('role_above_own');
      await give(MARK, VERA, { role: 'property:viewer', expiresAt: inSeconds(7200) }).expect(403);
      await give(MARK, VERA, { role: 'property:viewer', expiresAt: inSeconds(1800) }).expect(200);
    });
  });

  it('that makes no sense is refused with a code of its own, and nothing changes', async () => {
    const { organization, give, state } = grants;
    const before = await state();
    const cases: [string, string, object, number, string][] = [
      [OLIVIA, VERA, { role: 'property:viewer', expiresAt: '2001-01-01T00:00:00Z' }, 400, 'expiry_in_past'],
      [
        OLIVIA,
        VERA,
        { role: 'property:viewer', validFrom: '2099-02-01T00:00:00Z', expiresAt: '2099-01-01T00:00:00Z' },
        400,
        'grant_period_invalid',
      ],
      [OLIVIA, VERA, { role: 'property:emperor' }, 400, 'unknown_role'],
      [OLIVIA, VERA, { role: 'org:admin' }, 400, 'invalid_request'],
      [OLIVIA, VERA, { role: 'property:viewer', expiresAt: 'tomorrow' }, 400, 'invalid_request'],
      [OLIVIA, VERA, { role: 'property:viewer', userId: 'x' }, 400, 'invalid_request'],
      [OLIVIA, 'anton@alpine.test', { role: 'property:viewer' }, 404, 'not_found'],
      [SAM, VERA, { role: 'property:viewer' }, 403, 'permission_missing'],
      [VERA, VERA, { role: 'property:manager' }, 404, 'not_found'],
    ];
    for (const [by, whom, body, status, code] of cases) {
      const refused = await give(by, whom, body);
      expect([body, refused.status, refused.body.code]).toEqual([body, status, code]);
    }
    const foreign = `${organization}/properties/${world.alpine.glacier}`;
    await give(OLIVIA, VERA, { role: 'property:viewer' }, foreign).expect(404);
    expect(await state()).toEqual(before);
  });

  it('goes with the membership: whoever is removed holds nothing when they come back', async () => {
    const { organization, seaside } = grants;
    const person = await becomeKnown('temp@harbour.test');
    const members = `${organization}/members`;
    const added = await world.as(OLIVIA).post(members, { userId: person.id, role: 'org:member' }).expect(201);
    const userId = added.body.userId as string;
    await world.as(OLIVIA).put(`${seaside}/grants/${userId}`, { role: 'property:viewer' }).expect(200);
    const auditor = { key: 'org:temp_auditor', name: 'Auditor', permissions: ['org:audit:read'] };
    await world.as(OLIVIA).post(`${organization}/roles`, auditor).expect(201);
    await world.as(OLIVIA).put(`${organization}/grants/${userId}`, { role: auditor.key }).expect(200);
    await world.as('temp@harbour.test').get(seaside).expect(200);
    await world.as(OLIVIA).delete(`${members}/${userId}`).expect(204);
    await world.jobsDone();
    await world.settled();
    await world.as('temp@harbour.test').get(seaside).expect(404);
    await world.as(OLIVIA).post(members, { userId: person.id, role: 'org:member' }).expect(201);
    const me = await world.as('temp@harbour.test').get('/api/v1/me').expect(200);
    const inHarbour = me.body.organizations.find(({ id }: { id: string }) => id === world.harbour.id);
    expect(inHarbour).toMatchObject({ roles: ['org:member'], properties: [] });
    await world.as(OLIVIA).delete(`${members}/${userId}`).expect(204);
    await world.as(OLIVIA).delete(`${organization}/roles/${auditor.key}`).expect(204);
    await world.jobsDone();
    await world.settled();
  });

  describe('to many at once', () => {
    bulkGrantCases(() => grants);
  });

  describe('where seats are limited', () => {
    const limit = (maxPeople: number | null, property = grants.seaside) =>
      world.as(OLIVIA).patch(property, { maxPeople }).expect(200);

    it('is refused when the last seat of the property is taken; open invitations keep one', async () => {
      const { organization, seaside, ids, give } = grants;
      await limit(3);
      const invited = await world
        .as(MARK)
        .post(`${seaside}/invitations`, { email: 'third@guest.test', role: 'property:viewer' })
        .expect(201);
      const refused = await give(OLIVIA, VERA, { role: 'property:viewer' }).expect(409);
      expect(refused.body).toMatchObject({ code: 'seats_taken', limit: 3, taken: 3 });
      const full = await world
        .as(MARK)
        .post(`${seaside}/invitations`, { email: 'fourth@guest.test', role: 'property:viewer' })
        .expect(409);
      expect(full.body.code).toBe('seats_taken');
      // Who has a seat may get a further role, and one that becomes free is given.
      await give(OLIVIA, SAM, { role: 'property:viewer' }).expect(200);
      await world
        .as(MARK)
        .delete(`${seaside}/invitations/${invited.body.id as string}`)
        .expect(204);
      await give(OLIVIA, VERA, { role: 'property:viewer' }).expect(200);
      const { body } = await world
        .as(OLIVIA)
        .post(`${organization}/grants/bulk`, {
          role: 'property:viewer',
          userIds: [ids.get(OLIVIA), ids.get(SAM)],
          propertyIds: [world.harbour.seaside],
        })
        .expect(200);
      expect(body.data.map(({ outcome, code }: Record<string, string>) => [outcome, code])).toEqual([
        ['skipped', 'seats_taken'],
        ['unchanged', null],
      ]);
    });

    it('goes to one of two who want the last seat at once', async () => {
      const { oldTown, ids, give } = grants;
      for (let round = 0; round < 20; round += 1) {
        await limit(2, oldTown);
        const answers = await Promise.all([
          give(OLIVIA, SAM, { role: 'property:viewer' }, oldTown),
          give(OLIVIA, MARK, { role: 'property:viewer' }, oldTown),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
        await world.database.query(
          `delete from property_grants where property_id = $1 and user_id = any ($2)`,
          [world.harbour.oldTown, [ids.get(SAM), ids.get(MARK)]],
        );
      }
    });

    it('may be lowered below the present number, which takes nothing from anybody; not by the manager', async () => {
      const { seaside, give } = grants;
      await limit(1);
      await world.as(SAM).get(seaside).expect(200);
      await give(OLIVIA, VERA, { role: 'property:viewer' }).expect(409);
      const lifted = await world.as(MARK).patch(seaside, { maxPeople: null }).expect(403);
      expect(lifted.body.code).toBe('permission_missing');
      await world.as(MARK).patch(seaside, { name: 'Seaside' }).expect(200);
      for (const maxPeople of [0, -1, 1.5, '3'])
        await world.as(OLIVIA).patch(seaside, { maxPeople }).expect(400);
    });

    it('of the organization are kept by members and open invitations', async () => {
      const { organization } = grants;
      await world.database.query('update organizations set max_allowed_memberships = 5 where id = $1', [
        world.harbour.id,
      ]);
      const invitations = `${organization}/invitations`;
      const invite = (email: string) => world.as(OLIVIA).post(invitations, { email, role: 'org:member' });
      const answers = await Promise.all([invite('fifth@guest.test'), invite('sixth@guest.test')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      await becomeKnown('nina@nowhere.test');
      const nina = await world.userId('nina@nowhere.test');
      const added = await world
        .as(OLIVIA)
        .post(`${organization}/members`, { userId: nina, role: 'org:member' })
        .expect(409);
      expect(added.body).toMatchObject({ code: 'seats_taken', limit: 5, taken: 5 });
      expect(
        await world.database.query('select from memberships where user_id = $1 and organization_id = $2', [
          nina,
          world.harbour.id,
        ]),
      ).toHaveLength(0);
    });
  });
});
