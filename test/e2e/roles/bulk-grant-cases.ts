import { expect, it } from 'vitest';
import { MARK, OLIVIA, SAM, VERA } from '../../support/demo-people.js';
import type { HarbourGrants } from './harbour-grants.js';

/** One role, given to many people on many properties by one request. */
export function bulkGrantCases(started: () => HarbourGrants): void {
  const bulk = (by: string, body: object) => {
    const { world, organization } = started();
    return world.as(by).post(`${organization}/grants/bulk`, body);
  };

  it('is told for each pair: given, changed, as it was, or skipped and why', async () => {
    const { world, oldTown, ids } = started();
    await world.as(OLIVIA).delete(oldTown).expect(204);
    const { body } = await bulk(OLIVIA, {
      role: 'property:staff',
      userIds: [ids.get(SAM), ids.get(VERA), ids.get('anton@alpine.test')],
      propertyIds: [world.harbour.seaside, world.harbour.oldTown, world.alpine.glacier],
    }).expect(200);
    const pair = (email: string, propertyId: string, outcome: string, code: string | null) => ({
      userId: ids.get(email),
      propertyId,
      outcome,
      code,
    });
    expect(body.data).toEqual([
      pair(SAM, world.harbour.seaside, 'unchanged', null),
      pair(VERA, world.harbour.seaside, 'given', null),
      pair('anton@alpine.test', world.harbour.seaside, 'skipped', 'not_found'),
      pair(SAM, world.harbour.oldTown, 'skipped', 'property_archived'),
      pair(VERA, world.harbour.oldTown, 'skipped', 'property_archived'),
      pair('anton@alpine.test', world.harbour.oldTown, 'skipped', 'not_found'),
      pair(SAM, world.alpine.glacier, 'skipped', 'not_found'),
      pair(VERA, world.alpine.glacier, 'skipped', 'not_found'),
      pair('anton@alpine.test', world.alpine.glacier, 'skipped', 'not_found'),
    ]);
    const given = await world.database.query<{ target_id: string }>(
      `select target_id, property_id from audit_events where action = 'grant.given' order by id desc limit 1`,
    );
    expect(given).toEqual([{ target_id: ids.get(VERA), property_id: world.harbour.seaside }]);
  });

  it('to one person given twice, by whatever id and case, is told once and given once', async () => {
    const { world, ids } = started();
    const [row] = await world.database.query<{ clerk_id: string }>(
      'select clerk_id from users where email_address = $1',
      [VERA],
    );
    const vera = ids.get(VERA)!;
    const nobody = '01900000-0000-7000-8000-00000000000a';
    const told = async () =>
      (
        await world.database.query(
          `select 1 from audit_events where action = 'grant.given' and target_id = $1 and property_id = $2`,
          [vera, world.harbour.seaside],
        )
      ).length;
    const before = await told();
    const { body } = await bulk(OLIVIA, {
      role: 'property:staff',
      userIds: [vera, row!.clerk_id, vera.toUpperCase(), vera, nobody, nobody.toUpperCase()],
      propertyIds: [world.harbour.seaside, world.harbour.seaside.toUpperCase()],
    }).expect(200);
    expect(body.data).toEqual([
      { userId: vera, propertyId: world.harbour.seaside, outcome: 'given', code: null },
      { userId: nobody, propertyId: world.harbour.seaside, outcome: 'skipped', code: 'not_found' },
    ]);
    expect((await told()) - before).toBe(1);
  });

  it('on all properties means those that are not archived, for a time if told', async () => {
    const { world, ids } = started();
    const expiresAt = '2099-01-01T00:00:00.000Z';
    const { body } = await bulk(OLIVIA, {
      role: 'property:viewer',
      userIds: [ids.get(SAM), ids.get(VERA)],
      propertyIds: 'all',
      expiresAt,
    }).expect(200);
    const outcomes = body.data.map(({ outcome }: { outcome: string }) => outcome).sort();
    expect(outcomes).toEqual(['changed', 'given', 'given', 'given']);
    const rows = await world.database.query<{ expires_at: Date }>(
      `select expires_at from property_grants where role = 'property:viewer' and organization_id = $1`,
      [world.harbour.id],
    );
    expect(rows.map((row) => row.expires_at.toISOString())).toEqual(Array(4).fill(expiresAt));
  });

  it('of one hundred people on one hundred properties comes through, and no more', async () => {
    const { world } = started();
    await world.database.query(
      `insert into users (id, clerk_id, email_address, created_at, updated_at)
       select gen_random_uuid(), 'user_many' || n, n || '@many.test', now(), now() from generate_series(1, 100) n`,
    );
    await world.database.query(
      `insert into memberships (organization_id, user_id, role, created_at, updated_at)
       select $1, id, 'org:member', now(), now() from users where clerk_id like 'user_many%'`,
      [world.harbour.id],
    );
    await world.database.query(
      `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
       select $1, gen_random_uuid(), 'many-' || n, 'Many', 'UTC', 'active', now(), now() from generate_series(1, 100) n`,
      [world.harbour.id],
    );
    const people = await world.database.query<{ id: string }>(
      `select id from users where clerk_id like 'user_many%'`,
    );
    const places = await world.database.query<{ id: string }>(
      `select id from properties where slug like 'many-%'`,
    );
    const request = {
      role: 'property:viewer',
      userIds: people.map(({ id }) => id),
      propertyIds: places.map(({ id }) => id),
    };
    const { body } = await bulk(OLIVIA, request).expect(200);
    expect(body.data).toHaveLength(10_000);
    expect(new Set(body.data.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(['given']));
    const more = await bulk(OLIVIA, { ...request, propertyIds: 'all' }).expect(400);
    expect(more.body.code).toBe('too_many_grants');
    await world.database.query(`delete from properties where slug like 'many-%'`);
    await world.database.query(`delete from users where clerk_id like 'user_many%'`);
  });

  it('is refused as a whole for what stands against the role as such, and nothing changes', async () => {
    const { ids, state } = started();
    const before = await state();
    const fine = { role: 'property:viewer', userIds: [ids.get(VERA)], propertyIds: 'all' };
    const cases: [string, object, number, string][] = [
      [OLIVIA, { ...fine, role: 'property:emperor' }, 400, 'unknown_role'],
      [OLIVIA, { ...fine, expiresAt: '2001-01-01T00:00:00Z' }, 400, 'expiry_in_past'],
      [OLIVIA, { ...fine, userIds: [] }, 400, 'invalid_request'],
      [OLIVIA, { ...fine, userIds: Array(101).fill(ids.get(VERA)) }, 400, 'invalid_request'],
      [OLIVIA, { ...fine, propertyIds: [] }, 400, 'invalid_request'],
      [OLIVIA, { ...fine, propertyIds: 'some' }, 400, 'invalid_request'],
      [OLIVIA, { ...fine, propertyIds: ['x'] }, 400, 'invalid_request'],
      [MARK, fine, 403, 'permission_missing'],
      ['anton@alpine.test', fine, 404, 'not_found'],
    ];
    for (const [by, body, status, code] of cases) {
      const refused = await bulk(by, body);
      expect([body, refused.status, refused.body.code]).toEqual([body, status, code]);
    }
    expect(await state()).toEqual(before);
  });
}
