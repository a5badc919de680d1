import { expect, it } from 'vitest';
import { MARK, OLIVIA, SAM, VERA } from '../../support/demo-people.js';
import { type HarbourGroups, LIST } from './harbour-groups.js';

/** What groups do not hold, take in or let go of. */
export function groupRefusalCases(started: () => HarbourGroups): void {
  it('hand on nothing that whoever fills them lacks', async () => {
    const { world, organization, group, make, add, remove, give } = started();
    await world.as(OLIVIA).post(`${organization}/roles`, {
      key: 'org:groups',
      name: 'Groups',
      permissions: ['org:groups:read', 'org:groups:manage'],
    });
    const vera = await world.userId(VERA);
    await world.as(OLIVIA).put(`${organization}/grants/${vera}`, { role: 'org:groups' }).expect(200);
    // One that holds nothing is filled by whoever manages groups.
    await add(SAM, group, VERA).expect(200);
    await remove(SAM, group, VERA).expect(204);
    await give({ role: 'property:viewer', propertyId: world.harbour.oldTown }).expect(200);
    const empty = await make();
    const refusals = [
      await add(SAM, group, VERA),
      await give({ role: 'property:viewer', propertyId: world.harbour.oldTown }, empty, VERA),
      await world.as(VERA).put(`${group.path}/groups/${empty.id}`),
      await world.as(VERA).patch(group.path, { clerkRole: 'org:admin' }),
    ];
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual(
      refusals.map(() => [403, 'permission_missing']),
    );
    await add(SAM).expect(200);
    await world.as(OLIVIA).put(`${group.path}/groups/${empty.id}`).expect(204);
    const grant = (await world.as(OLIVIA).get(group.path)).body.grants[0].id;
    // Nor do they take what is above them.
    for (const answer of [
      await remove(SAM, group, VERA),
      await world.as(VERA).delete(group.path),
      await world.as(VERA).delete(`${group.path}/groups/${empty.id}`),
      await world.as(VERA).delete(`${group.path}/grants/${grant}`),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'role_above_own']);
    await world.as(OLIVIA).delete(`${organization}/grants/${vera}/org:groups`).expect(204);
  });

  it('hold for as long as was said, and no key of Clerk’s, nor a role that comes with a membership', async () => {
    const { world, group, add, give, ask, askAbout, explain } = started();
    const { oldTown } = world.harbour;
    await give({ role: 'property:staff', propertyId: oldTown, validFrom: '2098-01-01T00:00:00Z' }).expect(
      200,
    );
    await add(SAM).expect(200);
    expect(await ask(SAM, LIST)).toBe(404);
    const early = await explain(OLIVIA, SAM, LIST, oldTown);
    expect(early).toMatchObject({
      allowed: false,
      joinGroups: [],
      almost: [{ reason: 'not_yet_valid', group: { id: group.id, name: group.name } }],
    });
    await give({ role: 'property:staff', propertyId: oldTown, expiresAt: '2099-01-01T00:00:00Z' }).expect(
      200,
    );
    expect(await ask(SAM, LIST)).toBe(true);
    await world.database.query(
      `update group_grants set valid_from = now() - interval '2 h', expires_at = now() - interval '1 h'`,
    );
    expect([await ask(SAM, LIST), await askAbout(SAM, LIST)]).toEqual([404, false]);
    for (const [body, status, code] of [
      [{ role: 'org:admin' }, 400, 'role_by_membership'],
      [{ role: 'org:member' }, 400, 'role_by_membership'],
      [{ role: 'property:nothing', propertyId: oldTown }, 400, 'unknown_role'],
      [{ role: 'property:staff' }, 400, 'unknown_role'],
      [{ role: 'property:staff', propertyId: world.alpine.glacier }, 404, 'not_found'],
      [
        { role: 'property:staff', propertyId: oldTown, expiresAt: '2001-01-01T00:00:00Z' },
        400,
        'expiry_in_past',
      ],
    ] as const) {
      const answer = await give(body);
      expect([body, answer.status, answer.body.code]).toEqual([body, status, code]);
    }
  });

  it('take no more people onto a property than it has seats', async () => {
    const { world, organization, group, make, add, give } = started();
    const property = `${organization}/properties/${world.harbour.oldTown}`;
    await world.as(OLIVIA).patch(property, { maxPeople: 2 }).expect(200);
    const inner = await make();
    await add(SAM, inner).expect(200);
    await add(MARK, inner).expect(200);
    const role = { role: 'property:viewer', propertyId: world.harbour.oldTown };
    // Vera has the one seat that is taken.
    const seats = (answer: { status: number; body: { code?: string } }) => {
      expect([answer.status, answer.body.code]).toEqual([409, 'seats_taken']);
    };
    seats(await give(role, inner));
    await give(role).expect(200);
    seats(await world.as(OLIVIA).put(`${group.path}/groups/${inner.id}`));
    await add(SAM).expect(200);
    await add(VERA).expect(200);
    seats(await add(MARK));
    const mark = await world.userId(MARK);
    seats(await world.as(OLIVIA).put(`${property}/grants/${mark}`, { role: 'property:viewer' }));
    await world.as(OLIVIA).patch(property, { maxPeople: null }).expect(200);
  });

  it('keep a role from being deleted, and its preview counts their people', async () => {
    const { world, organization, group, add, give } = started();
    const key = 'property:pool';
    await world
      .as(OLIVIA)
      .post(`${organization}/roles`, { key, name: 'Pool', permissions: ['property:property:read'] })
      .expect(201);
    await give({ role: key, propertyId: world.harbour.oldTown }).expect(200);
    await add(SAM).expect(200);
    const path = `${organization}/roles/${key}`;
    const preview = await world
      .as(OLIVIA)
      .patch(`${path}?dryRun=true`, { permissions: ['property:property:read', 'property:members:read'] })
      .expect(200);
    expect(preview.body.gained).toMatchObject([{ permission: 'property:members:read', people: 1 }]);
    const refused = await world.as(OLIVIA).delete(path);
    expect(refused.body).toMatchObject({ status: 409, code: 'role_in_use', groups: 1 });
    await world.as(OLIVIA).delete(group.path).expect(204);
    await world.as(OLIVIA).delete(path).expect(204);
  });
}
