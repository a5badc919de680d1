import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

describe('sample things', () => {
  let world: DemoWorld;
  let path: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    path = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}/sample-things`; // only by property
    path = `/api/v1/organizations/${world.harbour.id}/sample-things`; // only by organization
  });

  afterAll(() => world.close());

  const manager = () => world.as('mark@harbour.test'); // only by property
  const manager = () => world.as('olivia@harbour.test'); // only by organization

  it('are added, listed, changed from the present version only, and removed', async () => {
    const added = await manager().post(path, { name: 'First' }).expect(201);
    const one = added.headers['location']!;
    expect(added.body).toMatchObject({ name: 'First', version: 1 });
    const changed = await manager()
      .patch(one, { name: 'Second' })
      .set('If-Match', added.headers['etag']!)
      .expect(200);
    const stale = await manager().patch(one, { name: 'Third' }).set('If-Match', added.headers['etag']!).expect(412);
    expect(stale.body.code).toBe('stale_version');
    const listed = await manager().get(path).expect(200);
    expect(listed.body.data).toEqual([changed.body]);
    await manager().delete(one).expect(204);
    await manager().get(one).expect(404);
    const rows = await world.database.query<{ action: string }>(
      `select action from audit_events where target_id = $1 order by id`,
      [added.body.id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'sample_thing.created',
      'sample_thing.updated',
      'sample_thing.deleted',
    ]);
  });

  it('show in their own property only', async () => {
    const { body: added } = await manager().post(path, { name: 'Ours' }).expect(201);
    const next = path.replace(world.harbour.seaside, world.harbour.oldTown); // only by property
    const olivia = () => world.as('olivia@harbour.test'); // only by property
    expect((await olivia().get(next).expect(200)).body.data).toEqual([]); // only by property
    await olivia().get(`${next}/${added.id}`).expect(404); // only by property
    const foreign = path // only by property
      .replace(world.harbour.id, world.alpine.id) // only by property
      .replace(world.harbour.seaside, world.alpine.glacier); // only by property
    const foreign = path.replace(world.harbour.id, world.alpine.id); // only by organization
    await world.as('anton@alpine.test').get(`${foreign}/${added.id}`).expect(404);
    await world.as('anton@alpine.test').get(path).expect(404);
  });

  it('are not added to an archived property, nor changed there', async () => { // only by property
    const olivia = () => world.as('olivia@harbour.test'); // only by property
    const { body: added } = await manager().post(path, { name: 'Before' }).expect(201); // only by property
    const property = path.replace('/sample-things', ''); // only by property
    await olivia().delete(property).expect(204); // only by property
    const refused = await olivia().post(path, { name: 'After' }).expect(409); // only by property
    expect(refused.body.code).toBe('property_archived'); // only by property
    await olivia().patch(`${path}/${added.id}`, { name: 'After' }).expect(409); // only by property
    await olivia().post(`${property}/restore`, {}).expect(200); // only by property
  }); // only by property

  it('are at most 1 000', async () => {
    await world.database.query(
      `insert into sample_things (organization_id, property_id, id, name, version, created_at, updated_at) -- only by property
       select $1, $2, gen_random_uuid(), 'One of many', 1, now(), now() from generate_series(1, 1000)`, // only by property
      `insert into sample_things (organization_id, id, name, version, created_at, updated_at) -- only by organization
       select $1, gen_random_uuid(), 'One of many', 1, now(), now() from generate_series(1, 1000)`, // only by organization
      [world.harbour.id, world.harbour.seaside], // only by property
      [world.harbour.id], // only by organization
    );
    const refused = await manager().post(path, { name: 'One more' }).expect(409);
    expect(refused.body.code).toBe('too_many_sample_things');
  });
});
