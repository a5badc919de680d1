import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';

const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const SAM = 'sam@harbour.test';
const VERA = 'vera@harbour.test';

describe('handing over the role of a property’s manager', () => {
  let world: DemoWorld;
  let property: string;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    world = await startDemoWorld();
    property = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}`;
    for (const email of [OLIVIA, MARK, SAM, VERA, 'anton@alpine.test'])
      ids.set(email, await world.userId(email));
    await world.database.query('create table grants_of_the_demo as table property_grants');
  });

  afterAll(() => world.close());

  beforeEach(async () => {
    await world.database.query('delete from property_grants');
    await world.database.query('insert into property_grants table grants_of_the_demo');
    await world.database.query(`update properties set max_people = null, status = 'active'`);
    await world.database.query('update users set banned = false');
  });

  const transfer = (from: string, to: string, claims?: Record<string, unknown>) =>
    world.as(from, claims).post(`${property}/management-transfer`, { userId: ids.get(to) });
  const codeOf = async (from: string, to: string, claims?: Record<string, unknown>) => {
    const { status, body } = await transfer(from, to, claims);
    return [status, body.code];
  };
  const held = async () => {
    const rows = await world.database.query<{ email: string; role: string }>(
      `select p.email_address as email, g.role from property_grants g join users p on p.id = g.user_id
       where g.property_id = $1 order by email, role`,
      [world.harbour.seaside],
    );
    return rows.map(({ email, role }) => `${email} ${role}`);
  };
  const setEnd = (email: string, end: string | null) =>
    world.database.query(`update property_grants set expires_at = $2 where user_id = $1`, [
      ids.get(email),
      end,
    ]);

  it('gives it to the heir and takes it from whoever had it, at once, and writes both down', async () => {
    const { status, body, headers } = await transfer(MARK, SAM);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        emailAddress: SAM,
        role: 'property:manager',
        grantedBy: ids.get(MARK),
        expiresAt: null,
      }),
    ]);
    expect(await held()).toEqual([`${SAM} property:manager`, `${SAM} property:staff`]);
    expect((await world.as(MARK).get(property)).status).toBe(404);
    expect((await world.as(SAM).get(property)).body.id).toBe(world.harbour.seaside);
    const rows = await world.database.query(
      `select action, actor_id as by, target_id as about, property_id as at from audit_events
       where request_id = $1 order by action`,
      [headers['x-request-id']],
    );
    const of = { by: ids.get(MARK), at: world.harbour.seaside };
    expect(rows).toEqual([
      { action: 'grant.given', about: ids.get(SAM), ...of },
      { action: 'grant.taken', about: ids.get(MARK), ...of },
    ]);
  });

  it('stays with the heir once the loss of whoever had it is judged', async () => {
    expect((await transfer(MARK, SAM)).status).toBe(200);
    await until('the loss is judged', async () => {
      const open = await world.database.query('select from invitation_reviews');
      return open.length === 0;
    });
    expect(await held()).toEqual([`${SAM} property:manager`, `${SAM} property:staff`]);
  });

  it('is for whoever was given it themselves and names a member who can act', async () => {
    await world.database.query('update users set banned = true where id = $1', [ids.get(VERA)]);
    const impersonated = { act: { sub: 'user_2Ro7e2IxrffdqBboq8KfB6eGbIy' } };
    const before = await held();
    expect(await codeOf(OLIVIA, SAM)).toEqual([403, 'role_missing']);
    expect(await codeOf(SAM, VERA)).toEqual([403, 'role_missing']);
    expect(await codeOf('anton@alpine.test', SAM)).toEqual([404, 'not_found']);
    expect(await codeOf(MARK, MARK)).toEqual([409, 'already_manager']);
    expect(await codeOf(MARK, 'anton@alpine.test')).toEqual([404, 'not_found']);
    expect(await codeOf(MARK, VERA)).toEqual([409, 'heir_cannot_act']);
    expect(await codeOf(MARK, SAM, impersonated)).toEqual([403, 'impersonation_refused']);
    expect(await held()).toEqual(before);
  });

  it('gives it for as long as it was held, and leaves an heir who holds it longer as they are', async () => {
    const [soon, later] = ['2090-01-01T00:00:00.000Z', '2091-01-01T00:00:00.000Z'];
    await setEnd(MARK, soon);
    expect((await transfer(MARK, SAM)).body.expiresAt).toBe(soon);

    // Mark, who was given it again and for longer, keeps that when it is handed back.
    await world
      .as(OLIVIA)
      .put(`${property}/grants/${ids.get(MARK)!}`, { role: 'property:manager', expiresAt: later });
    expect((await transfer(SAM, MARK)).body.expiresAt).toBe(later);
    expect(await held()).toEqual([`${MARK} property:manager`, `${SAM} property:staff`]);
  });

  it('takes no further seat where the former manager leaves one', async () => {
    await world.database.query('update properties set max_people = 2 where id = $1', [world.harbour.seaside]);
    expect((await transfer(MARK, VERA)).status).toBe(200);
    expect(await held()).toEqual([`${SAM} property:staff`, `${VERA} property:manager`]);

    // Who stays by another role keeps the seat, and there is none for the heir: nothing happened.
    await world
      .as(OLIVIA)
      .put(`${property}/grants/${ids.get(VERA)!}`, { role: 'property:viewer' })
      .expect(200);
    expect(await codeOf(VERA, MARK)).toEqual([409, 'seats_taken']);
    expect(await held()).toEqual([
      `${SAM} property:staff`,
      `${VERA} property:manager`,
      `${VERA} property:viewer`,
    ]);
  });

  it('to two people at once makes one of them the manager, in each of 20 races', async () => {
    for (let round = 0; round < 20; round += 1) {
      await world.database.query('delete from property_grants');
      await world.database.query('insert into property_grants table grants_of_the_demo');
      const answers = await Promise.all([transfer(MARK, SAM), transfer(MARK, VERA)]);
      // The second of them asks before the first is through (403), or knows nothing of the property any more.
      expect([round, answers.map(({ status }) => status).filter((status) => status === 200)]).toEqual([
        round,
        [200],
      ]);
      const managers = (await held()).filter((each) => each.endsWith('manager'));
      expect([round, managers.length]).toEqual([round, 1]);
    }
  });
});
