import { expect, it } from 'vitest';
import { MARK, OLIVIA, SAM, VERA } from '../../support/demo-people.js';
import { AUDIT, type HarbourRoles } from './harbour-roles.js';

/** A role that people hold is changed and deleted. */
export function roleChangeCases(started: () => HarbourRoles): void {
  it('tells before an edit how many people gain or lose what, who the first are, and changes nothing by telling', async () => {
    const { world, organization, roles, mayDo, stored } = started();
    await world
      .as(OLIVIA)
      .post(roles, { ...AUDIT, permissions: ['property:members:read'] })
      .expect(201);
    for (const [property, email] of [
      [world.harbour.seaside, VERA],
      [world.harbour.oldTown, VERA],
      [world.harbour.oldTown, SAM],
      // Mark holds all of it on Seaside anyway.
      [world.harbour.seaside, MARK],
    ] as const) {
      await world
        .as(OLIVIA)
        .put(`${organization}/properties/${property}/grants/${await world.userId(email)}`, {
          role: AUDIT.key,
        })
        .expect(200);
    }
    const edit = { permissions: ['property:audit:read', 'property:usage:read'] };
    const preview = await world.as(OLIVIA).patch(`${roles}/${AUDIT.key}?dryRun=true`, edit).expect(200);
    const userIds = [await world.userId(VERA), await world.userId(SAM)].sort();
    expect(preview.body).toEqual({
      dryRun: true,
      gained: [
        { permission: 'property:audit:read', people: 2, places: 2, pairs: 3, userIds },
        { permission: 'property:usage:read', people: 2, places: 2, pairs: 3, userIds },
      ],
      lost: [{ permission: 'property:members:read', people: 2, places: 2, pairs: 3, userIds }],
    });
    const ending = await world.as(OLIVIA).delete(`${roles}/${AUDIT.key}?dryRun=true`).expect(200);
    expect(ending.body).toMatchObject({
      gained: [],
      lost: [{ permission: 'property:members:read', pairs: 3 }],
    });
    expect(await stored()).toEqual([
      { key: AUDIT.key, name: AUDIT.name, permissions: ['property:members:read'], version: 1 },
    ]);
    expect(await mayDo(VERA, 'property:members:read', world.harbour.oldTown)).toBe(true);
  });

  it('is changed from the version that was seen', async () => {
    const { world, roles, stored } = started();
    await world.as(OLIVIA).post(roles, AUDIT).expect(201);
    const path = `${roles}/${AUDIT.key}`;
    const seen = await world.as(OLIVIA).get(path).expect(200);
    const etag = seen.headers['etag'] as string;
    const renamed = await world.as(OLIVIA).patch(path, { name: 'Nights' }).set('If-Match', etag).expect(200);
    expect(renamed.headers['etag']).toBe('"2"');
    const stale = await world.as(OLIVIA).patch(path, { name: 'Days' }).set('If-Match', etag).expect(412);
    expect(stale.body.code).toBe('stale_version');
    expect(await stored()).toEqual([expect.objectContaining({ name: 'Nights', version: 2 })]);
  });

  it('that somebody holds or is promised is not deleted, and says how many', async () => {
    const { world, roles, seaside, stored } = started();
    await world.as(OLIVIA).post(roles, AUDIT).expect(201);
    const grant = `${seaside}/grants/${await world.userId(VERA)}`;
    await world.as(OLIVIA).put(grant, { role: AUDIT.key }).expect(200);
    const invitations = `${seaside}/invitations`;
    const invited = await world
      .as(OLIVIA)
      .post(invitations, { email: 'n@guest.test', role: AUDIT.key })
      .expect(201);
    const refused = await world.as(OLIVIA).delete(`${roles}/${AUDIT.key}`).expect(409);
    expect(refused.body).toMatchObject({
      code: 'role_in_use',
      detail: 'The role is held by 1 person and promised by 1 invitation; take it from them first.',
      people: 1,
      grants: 1,
      invitations: 1,
    });
    await world.as(OLIVIA).delete(`${grant}/${AUDIT.key}`).expect(204);
    await world
      .as(OLIVIA)
      .delete(`${invitations}/${invited.body.id as string}`)
      .expect(204);
    await world.as(OLIVIA).delete(`${roles}/${AUDIT.key}`).expect(204);
    await world.as(OLIVIA).delete(`${roles}/${AUDIT.key}`).expect(404);
    expect(await stored()).toEqual([]);
  });

  it('given and deleted at once is either kept or not given', async () => {
    const { world, roles, seaside } = started();
    for (let round = 0; round < 20; round += 1) {
      await world.as(OLIVIA).post(roles, AUDIT).expect(201);
      const path = `${seaside}/grants/${await world.userId(VERA)}`;
      const [given, deleted] = await Promise.all([
        world.as(OLIVIA).put(path, { role: AUDIT.key }),
        world.as(OLIVIA).delete(`${roles}/${AUDIT.key}`),
      ]);
      expect([
        [200, 409],
        [400, 204],
      ]).toContainEqual([given.status, deleted.status]);
      if (given.status !== 200) continue;
      await world.as(OLIVIA).delete(`${path}/${AUDIT.key}`).expect(204);
      await world.as(OLIVIA).delete(`${roles}/${AUDIT.key}`).expect(204);
    }
  });
}
