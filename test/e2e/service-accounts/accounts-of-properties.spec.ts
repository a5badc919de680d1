import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { withKey } from '../../support/robots.js';

const OLIVIA = 'olivia@harbour.test';
const MARK = 'mark@harbour.test';
const SAM = 'sam@harbour.test';

describe('a service account of one property', () => {
  let world: DemoWorld;
  let named = 0;

  beforeAll(async () => {
    world = await startDemoWorld();
  }, 120_000);

  afterAll(() => world.close());

  const as = (email: string) => world.as(email, { fva: [0, -1] });
  const organization = () => `/api/v1/organizations/${world.harbour.id}`;
  const seaside = () => `${organization()}/properties/${world.harbour.seaside}`;
  const oldTown = () => `${organization()}/properties/${world.harbour.oldTown}`;

  /** Made by Mark, who manages Seaside and nothing else. */
  const make = async () => {
    named += 1;
    const { body } = await as(MARK)
      .post(`${seaside()}/service-accounts`, { name: `Door ${named}` })
      .expect(201);
    return { id: body.id as string, path: `${seaside()}/service-accounts/${body.id}`, body };
  };
  const withRole = async () => {
    const account = await make();
    await as(MARK).put(`${account.path}/grants`, { role: 'property:staff' }).expect(200);
    const { body } = await as(MARK).post(`${account.path}/keys`, {}).expect(201);
    return { ...account, keyId: body.id as string, key: body.key as string };
  };

  it('is made and given a role by who manages the property, and opens that property alone', async () => {
    const { id, key, path, body } = await withRole();
    expect(body).toMatchObject({ propertyId: world.harbour.seaside, organizationId: world.harbour.id });
    await withKey(world.url, key).get(seaside()).expect(200);
    await withKey(world.url, key).get(oldTown()).expect(404);
    await withKey(world.url, key).get(`${organization()}/members`).expect(403);
    const listed = await as(MARK).get(`${seaside()}/service-accounts`).expect(200);
    expect(listed.body.data.map((each: { id: string }) => each.id)).toContain(id);
    const whole = await as(MARK).get(path).expect(200);
    expect(whole.body.grants).toMatchObject([
      { role: 'property:staff', propertyId: world.harbour.seaside, missing: [] },
    ]);
  });

  it('holds nothing from the next request on once its giver manages the property no more', async () => {
    const { key } = await withRole();
    const mark = await world.userId(MARK);
    await as(OLIVIA).delete(`${seaside()}/grants/${mark}/property:manager`).expect(204);
    await withKey(world.url, key).get(seaside()).expect(404);
    await as(OLIVIA).put(`${seaside()}/grants/${mark}`, { role: 'property:manager' }).expect(200);
    await withKey(world.url, key).get(seaside()).expect(200);
  });

  it('is given no role elsewhere, by anybody', async () => {
    const { id } = await make();
    const path = `${organization()}/service-accounts/${id}/grants`;
    for (const wanted of [
      { role: 'property:viewer', propertyId: world.harbour.oldTown },
      { role: 'org:member', propertyId: null },
    ]) {
      const refused = await as(OLIVIA).put(path, wanted).expect(400);
      expect(refused.body.code).toBe('account_of_property');
    }
    await as(OLIVIA).put(path, { role: 'property:viewer', propertyId: world.harbour.seaside }).expect(200);
  });

  it('is not there for who manages another property, nor one of the organization for who manages a property', async () => {
    const { id, keyId } = await withRole();
    const elsewhere = `${oldTown()}/service-accounts/${id}`;
    await as(MARK).get(elsewhere).expect(404);
    for (const path of [elsewhere, `${elsewhere}/keys/${keyId}`]) await as(OLIVIA).delete(path).expect(404);
    await as(OLIVIA).post(`${elsewhere}/keys`, {}).expect(404);
    await as(OLIVIA).put(`${elsewhere}/grants`, { role: 'property:viewer' }).expect(404);

    const { body: ofOrganization } = await as(OLIVIA)
      .post(`${organization()}/service-accounts`, { name: 'Back office' })
      .expect(201);
    await as(OLIVIA)
      .put(`${organization()}/service-accounts/${ofOrganization.id}/grants`, {
        role: 'property:viewer',
        propertyId: world.harbour.seaside,
      })
      .expect(200);
    const there = `${seaside()}/service-accounts/${ofOrganization.id}`;
    const { body: made } = await as(OLIVIA)
      .get(`${organization()}/service-accounts/${ofOrganization.id}`)
      .expect(200);
    await as(MARK).get(there).expect(404);
    await as(MARK).delete(there).expect(404);
    await as(MARK).delete(`${there}/grants/${made.grants[0].id}`).expect(404);
    await as(MARK).post(`${there}/keys`, {}).expect(404);
    await as(SAM).post(`${seaside()}/service-accounts`, { name: 'By staff' }).expect(403);
  });

  it('has a name of its own on its property only', async () => {
    const body = { name: 'Same name' };
    await as(MARK).post(`${seaside()}/service-accounts`, body).expect(201);
    await as(OLIVIA).post(`${oldTown()}/service-accounts`, body).expect(201);
    await as(OLIVIA).post(`${organization()}/service-accounts`, body).expect(201);
    const twice = await as(MARK).post(`${seaside()}/service-accounts`, body).expect(409);
    expect(twice.body.code).toBe('name_taken');
  });

  it('is seen and ended by who manages the service accounts of the organization', async () => {
    const { id, key, path } = await withRole();
    const { body } = await as(OLIVIA).get(`${organization()}/service-accounts?limit=100`).expect(200);
    expect(body.data).toContainEqual(expect.objectContaining({ id, propertyId: world.harbour.seaside }));
    await as(OLIVIA).delete(`${organization()}/service-accounts/${id}`).expect(204);
    await withKey(world.url, key).get(seaside()).expect(401);
    await as(MARK).get(path).expect(404);
  });

  it('stands in the audit log of the property', async () => {
    const { id, path, keyId } = await withRole();
    await as(MARK).delete(`${path}/keys/${keyId}`).expect(204);
    await as(MARK).delete(path).expect(204);
    const rows = await world.database.query<{ action: string; property_id: string | null }>(
      'select action, property_id from audit_events where target_id = $1 order by id',
      [id],
    );
    expect(rows).toEqual(
      [
        'service_account.created',
        'service_account.role_given',
        'service_account.key_created',
        'service_account.key_revoked',
        'service_account.deleted',
      ].map((action) => ({ action, property_id: world.harbour.seaside })),
    );
  });
});
