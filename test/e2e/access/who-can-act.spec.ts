import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

/** One definition of who can act, asked by every route that needs it. */
describe('somebody who cannot act', () => {
  let world: DemoWorld;
  const OLIVIA = 'olivia@harbour.test';
  const MARK = 'mark@harbour.test';

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const organization = () => `/api/v1/organizations/${world.harbour.id}`;
  const shutOut = {
    banned: 'update users set banned = true where id = $1',
    deleted: 'update users set deleted_at = now() where id = $1',
    'frozen by an erasure': 'update users set frozen_at = now() where id = $1',
  };
  /** As an earlier or later event would have left the row; back again afterwards. */
  const whileShutOut = async (how: keyof typeof shutOut, email: string, work: () => Promise<void>) => {
    const id = await world.userId(email);
    await world.database.query(shutOut[how], [id]);
    try {
      await work();
    } finally {
      await world.database.query(
        'update users set banned = false, deleted_at = null, frozen_at = null where id = $1',
        [id],
      );
    }
  };
  const question = async (permission: string, email?: string) => ({
    permission,
    organizationId: world.harbour.id,
    propertyId: world.harbour.seaside,
    ...(email !== undefined && { userId: await world.userId(email) }),
  });
  const people = async () => {
    const answer = await world
      .as(OLIVIA)
      .get('/api/v1/access/people')
      .query({
        permission: 'property:members:manage',
        organizationId: world.harbour.id,
        propertyId: world.harbour.seaside,
      })
      .expect(200);
    return answer.body.data.map(({ emailAddress }: { emailAddress: string }) => emailAddress).sort();
  };

  it.each(Object.keys(shutOut) as (keyof typeof shutOut)[])(
    'because they are %s, holds nothing: not for the guard, a check, an explanation, a list or a remedy',
    async (how) => {
      const asked = await question('property:members:manage', MARK);
      const check = async () => (await world.as(OLIVIA).post('/api/v1/access/check', asked)).body.allowed;
      const givers = async () => {
        const answer = await world
          .as(OLIVIA)
          .post('/api/v1/access/explain', await question('property:members:manage', 'sam@harbour.test'));
        return answer.body.remedy.flatMap((each: { mayBeGivenBy: string[] }) => each.mayBeGivenBy);
      };
      const mark = await world.userId(MARK);
      expect([await check(), await people()]).toEqual([true, [MARK, OLIVIA]]);
      expect(await givers()).toContain(mark);
      await whileShutOut(how, MARK, async () => {
        await world.as(MARK).get('/api/v1/me').expect(401);
        expect([await check(), await people()]).toEqual([false, [OLIVIA]]);
        expect(await givers()).not.toContain(mark);
        const batch = await world.as(OLIVIA).post('/api/v1/access/check/batch', { checks: [asked] });
        expect(JSON.stringify(batch.body)).toContain('"allowed":false');
        const why = await world.as(OLIVIA).post('/api/v1/access/explain', asked).expect(200);
        expect(why.body).toMatchObject({ allowed: false, blocked: 'person_cannot_act', remedy: [] });
        const where = await world
          .as(OLIVIA)
          .get('/api/v1/access/properties')
          .query({ permission: 'property:members:manage', organizationId: world.harbour.id, userId: mark })
          .expect(200);
        expect(where.body.data).toEqual([]);
      });
      expect([await check(), await people()]).toEqual([true, [MARK, OLIVIA]]);
    },
  );

  it('is handed no organization, and counts for nothing when the last owner wants to step down or leave', async () => {
    const mark = await world.userId(MARK);
    const olivia = await world.userId(OLIVIA);
    await whileShutOut('banned', MARK, async () => {
      const refused = await world
        .as(OLIVIA)
        .post(`${organization()}/ownership-transfer`, { userId: mark })
        .expect(409);
      expect(refused.body.code).toBe('heir_cannot_act');
    });
    await world.as(OLIVIA).patch(`${organization()}/members/${mark}`, { role: 'org:admin' }).expect(200);
    await whileShutOut('banned', MARK, async () => {
      const down = await world
        .as(OLIVIA)
        .patch(`${organization()}/members/${olivia}`, { role: 'org:member' })
        .expect(409);
      expect(down.body.code).toBe('last_owner');
      const leaving = await world.as(OLIVIA).delete(`${organization()}/members/${olivia}`).expect(409);
      expect(leaving.body.code).toBe('last_owner');
      // A banned owner can be taken down by the one who can act.
      await world.as(OLIVIA).patch(`${organization()}/members/${mark}`, { role: 'org:member' }).expect(200);
    });
  });

  it('is shown to nobody as holder of a role on the platform', async () => {
    const operator = await world.userId('operator@tenantry.test');
    const ask = async () =>
      world
        .as('owner@tenantry.test')
        .post('/api/v1/access/check', { permission: 'platform:users:read', userId: operator });
    expect((await ask()).body.allowed).toBe(true);
    await whileShutOut('banned', 'operator@tenantry.test', async () => {
      expect((await ask()).body.allowed).toBe(false);
      const why = await world
        .as('owner@tenantry.test')
        .post('/api/v1/access/explain', { permission: 'platform:users:read', userId: operator });
      expect(why.body).toMatchObject({ allowed: false, blocked: 'person_cannot_act' });
    });
  });

  it.each(Object.keys(shutOut) as (keyof typeof shutOut)[])(
    'because they are %s, acts in nobody else’s name either',
    async (how) => {
      const staff = 'operator@tenantry.test';
      const [row] = await world.database.query<{ clerk_id: string }>(
        'select clerk_id from users where email_address = $1',
        [staff],
      );
      const asMark = world.as(MARK, { act: { sub: row!.clerk_id } });
      await asMark.get('/api/v1/me').expect(200);
      await whileShutOut(how, staff, async () => {
        await world.database.query('update users set updated_at = now() where email_address = $1', [staff]);
        for (const path of ['/api/v1/me', organization()]) await asMark.get(path).expect(401);
        await until('the routes that read no table know it', async () => {
          return (await asMark.get('/api/v1/session')).status === 401;
        });
        await world.as(MARK).get('/api/v1/me').expect(200);
      });
      await asMark.get('/api/v1/me').expect(200);
    },
  );

  it('an archived property: check, explanation and lists say the same, and only who can restore it sees it', async () => {
    const seaside = `${organization()}/properties/${world.harbour.seaside}`;
    await world.as(OLIVIA).delete(seaside).expect(204);
    const own = await question('property:property:read');
    const owners = await world.as(OLIVIA).post('/api/v1/access/check', own).expect(200);
    expect(owners.body.allowed).toBe(false);
    const why = await world.as(OLIVIA).post('/api/v1/access/explain', own).expect(200);
    expect(why.body).toMatchObject({ allowed: false, blocked: 'property_archived' });
    const others = await world
      .as(OLIVIA)
      .post('/api/v1/access/check', await question('property:property:read', MARK))
      .expect(200);
    expect(others.body.allowed).toBe(false);
    expect(await people()).toEqual([]);
    const listed = await world
      .as(OLIVIA)
      .get('/api/v1/access/properties')
      .query({ permission: 'property:property:read', organizationId: world.harbour.id })
      .expect(200);
    expect(listed.body.data.map(({ id }: { id: string }) => id)).toEqual([world.harbour.oldTown]);
    await world.as(MARK).get(seaside).expect(404);
    await world.as(MARK).post('/api/v1/access/check', own).expect(404);
    await world.as(OLIVIA).get(seaside).expect(200);
    await world.as(OLIVIA).post(`${seaside}/restore`).expect(200);
    await world.as(MARK).get(seaside).expect(200);
  });
});
