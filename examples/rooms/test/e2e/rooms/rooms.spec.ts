import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { until } from '../../support/test-app.js';
import { allPublished, readFeed } from '../events/follower.js';
import { download, textIn, unzip } from '../privacy/export-archive.js';

const STEPPED_UP = { fva: [0, -1] };
const SAM = 'sam@harbour.test';
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();

describe('rooms', () => {
  let world: DemoWorld;
  let path: string;

  beforeAll(async () => {
    world = await startDemoWorld();
    path = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}/rooms`;
  });

  afterAll(() => world.close());

  const manager = () => world.as('mark@harbour.test');
  const cleaner = () => world.as(SAM);

  async function add(name: string): Promise<string> {
    const { headers } = await manager().post(path, { name }).expect(201);
    return headers['location']!;
  }

  /** A room that Sam cleaned, as Mark had asked for. */
  async function addCleaned(name: string): Promise<string> {
    const room = await add(name);
    await manager().put(`${room}/cleaning-ticket`, { dueAt: TOMORROW }).expect(200);
    await cleaner().patch(`${room}/cleaning-ticket`, { status: 'done' }).expect(200);
    return room;
  }

  it('are added, listed, changed from the present version only, and removed', async () => {
    const added = await manager().post(path, { name: 'First' }).expect(201);
    const one = added.headers['location']!;
    expect(added.body).toMatchObject({ name: 'First', version: 1 });
    const changed = await manager()
      .patch(one, { name: 'Second' })
      .set('If-Match', added.headers['etag']!)
      .expect(200);
    const stale = await manager()
      .patch(one, { name: 'Third' })
      .set('If-Match', added.headers['etag']!)
      .expect(412);
    expect(stale.body.code).toBe('stale_version');
    const listed = await manager().get(path).expect(200);
    expect(listed.body.data).toEqual([changed.body]);
    await manager().delete(one).expect(204);
    await manager().get(one).expect(404);
    const rows = await world.database.query<{ action: string }>(
      `select action from audit_events where target_id = $1 order by id`,
      [added.body.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['room.created', 'room.updated', 'room.deleted']);
  });

  it('show in their own property only', async () => {
    const { body: added } = await manager().post(path, { name: 'Ours' }).expect(201);
    const next = path.replace(world.harbour.seaside, world.harbour.oldTown);
    const olivia = () => world.as('olivia@harbour.test');
    expect((await olivia().get(next).expect(200)).body.data).toEqual([]);
    await olivia().get(`${next}/${added.id}`).expect(404);
    const foreign = path
      .replace(world.harbour.id, world.alpine.id)
      .replace(world.harbour.seaside, world.alpine.glacier);
    await world.as('anton@alpine.test').get(`${foreign}/${added.id}`).expect(404);
    await world.as('anton@alpine.test').get(path).expect(404);
  });

  it('have names of their own within a property', async () => {
    const room = await add('101');
    const taken = await manager().post(path, { name: '101' }).expect(409);
    expect(taken.body.code).toBe('room_name_taken');
    const other = await add('102');
    await manager().patch(other, { name: '101' }).expect(409);
    await manager().delete(room).expect(204);
    await manager().patch(other, { name: '101' }).expect(200);
  });

  it('are made once for an Idempotency-Key', async () => {
    const ask = () => manager().post(path, { name: '103' }).set('Idempotency-Key', 'room-103').expect(201);
    const [first, again] = [await ask(), await ask()];
    expect(again.headers['location']).toBe(first.headers['location']);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it('are clean once their only cleaning ticket is done, by whoever did it', async () => {
    const room = await add('201');
    const asked = await manager().put(`${room}/cleaning-ticket`, { dueAt: TOMORROW }).expect(200);
    expect(asked.body).toMatchObject({
      state: 'dirty',
      cleaningTicket: { requestedBy: await world.userId('mark@harbour.test'), dueAt: TOMORROW },
    });
    const later = new Date(Date.parse(TOMORROW) + 3_600_000).toISOString();
    const moved = await manager().put(`${room}/cleaning-ticket`, { dueAt: later }).expect(200);
    expect(moved.body.cleaningTicket).toEqual({ ...asked.body.cleaningTicket, dueAt: later });
    const dirty = await cleaner().get(`${path}?state=dirty`).expect(200);
    expect(dirty.body.data).toEqual([moved.body]);
    const stale = await cleaner()
      .patch(`${room}/cleaning-ticket`, { status: 'done' })
      .set('If-Match', asked.headers['etag']!)
      .expect(412);
    expect(stale.body.code).toBe('stale_version');
    const done = await cleaner()
      .patch(`${room}/cleaning-ticket`, { status: 'done' })
      .set('If-Match', moved.headers['etag']!)
      .expect(200);
    expect(done.body).toMatchObject({
      state: 'clean',
      cleaningTicket: null,
      cleanedBy: await world.userId(SAM),
    });
    const again = await cleaner().patch(`${room}/cleaning-ticket`, { status: 'done' }).expect(409);
    expect(again.body.code).toBe('no_open_cleaning_ticket');
  });

  it('are cleaned by staff, who neither add them nor ask for it', async () => {
    const room = await add('202');
    await cleaner().post(path, { name: '203' }).expect(403);
    await cleaner().put(`${room}/cleaning-ticket`, { dueAt: TOMORROW }).expect(403);
    // Vera looks at the other property, and at this one not at all.
    await world.as('vera@harbour.test').patch(`${room}/cleaning-ticket`, { status: 'done' }).expect(404);
  });

  it('have no ticket while they are out of order', async () => {
    const room = await add('204');
    await manager().put(`${room}/cleaning-ticket`, { dueAt: TOMORROW }).expect(200);
    const closed = await manager().patch(room, { state: 'out_of_order' }).expect(200);
    expect(closed.body).toMatchObject({ state: 'out_of_order', cleaningTicket: null, cleanedBy: null });
    const refused = await manager().put(`${room}/cleaning-ticket`, { dueAt: TOMORROW }).expect(409);
    expect(refused.body.code).toBe('room_out_of_order');
  });

  it('are paged through in one state', async () => {
    await addCleaned('301');
    await addCleaned('302');
    const first = await cleaner().get(`${path}?state=clean&limit=1`).expect(200);
    const cursor = encodeURIComponent(first.body.nextCursor);
    const second = await cleaner().get(`${path}?state=clean&limit=1&cursor=${cursor}`).expect(200);
    const names = [first, second].flatMap(({ body }) =>
      (body.data as { name: string }[]).map(({ name }) => name),
    );
    expect(names).toEqual(['302', '301']);
    await cleaner().get(`${path}?state=dirty&limit=1&cursor=${cursor}`).expect(400);
  });

  it('are told to subscribers, with who did what and without what people wrote', async () => {
    const feed = `/api/v1/organizations/${world.harbour.id}/events`;
    const olivia = world.as('olivia@harbour.test');
    await allPublished(world);
    const { cursor } = await readFeed(olivia, feed, { query: '&from=end' });
    const room = await addCleaned('Suite Amalia');
    await manager().delete(room).expect(204);
    await allPublished(world);
    const { events } = await readFeed(olivia, feed, { cursor });
    const [mark, sam] = [await world.userId('mark@harbour.test'), await world.userId(SAM)];
    expect(events.map(({ type, actor }) => [type, actor.id])).toEqual([
      ['room.created', mark],
      ['room.cleaning_requested', mark],
      ['room.cleaned', sam],
      ['room.deleted', mark],
    ]);
    expect(events.every(({ propertyId }) => propertyId === world.harbour.seaside)).toBe(true);
    expect(JSON.stringify(events)).not.toContain('Amalia');
  });

  it('are not added to an archived property, nor changed there', async () => {
    const olivia = () => world.as('olivia@harbour.test');
    const { body: added } = await manager().post(path, { name: 'Before' }).expect(201);
    const property = path.replace('/rooms', '');
    await olivia().delete(property).expect(204);
    const refused = await olivia().post(path, { name: 'After' }).expect(409);
    expect(refused.body.code).toBe('property_archived');
    await olivia().patch(`${path}/${added.id}`, { name: 'After' }).expect(409);
    await olivia().post(`${property}/restore`, {}).expect(200);
  });

  it('are at most 1 000', async () => {
    await world.database.query(
      `insert into rooms (organization_id, property_id, id, name, version, created_at, updated_at)
       select $1, $2, gen_random_uuid(), 'One of ' || n, 1, now(), now() from generate_series(1, 1000) n`,
      [world.harbour.id, world.harbour.seaside],
    );
    const refused = await manager().post(path, { name: 'One more' }).expect(409);
    expect(refused.body.code).toBe('too_many_rooms');
  });

  it('are in the export of whoever cleaned them, without who asked for it', async () => {
    const room = await addOfSam();
    const sam = await world.userId(SAM);
    const { body } = await world
      .as(SAM, STEPPED_UP)
      .post('/api/v1/privacy/exports', { userId: sam })
      .expect(201);
    const asked = `/api/v1/privacy/exports/${body.id}`;
    await until('it is packed', async () => (await cleaner().get(asked)).body.status === 'ready');
    const archive = await unzip((await download(world, SAM, `${asked}/download`)).body);
    const data = textIn(archive, 'data.json');
    expect(data).toContain(room);
    expect(data).not.toContain(await world.userId('mark@harbour.test'));
  });

  it('stay when whoever cleaned them is erased, and tell of them no more', async () => {
    const room = await addOfSam();
    const sam = await world.userId(SAM);
    const { body: asked } = await world
      .as(SAM, STEPPED_UP)
      .post('/api/v1/privacy/erasures', { userId: sam, gracePeriodDays: 0 })
      .expect(201);
    await until('the erasure is done', async () => {
      await world.clerk.control.flushWebhooks();
      await world.database.query(`update privacy_erasures set next_try_at = null`);
      await world.database.query(
        `update jobs.job set start_after = now() where name = 'privacy.advance-erasure'`,
      );
      const [erasure] = await world.database.query<{ status: string }>(
        'select status from privacy_erasures where id = $1',
        [asked.id],
      );
      return erasure?.status === 'done';
    });
    const left = await world.database.query('select cleaned_by, cleaned_at from rooms where id = $1', [room]);
    expect(left).toEqual([{ cleaned_by: null, cleaned_at: expect.any(Date) }]);
    const rows = await world.database.query('select from rooms where cleaned_by = $1', [sam]);
    expect(rows).toEqual([]);
  });

  /** Of a property that is full by now. @returns its id */
  async function addOfSam(): Promise<string> {
    await world.database.query(`delete from rooms where property_id = $1 and name like 'One of %'`, [
      world.harbour.seaside,
    ]);
    return (await addCleaned(`Cleaned ${Date.now()}`)).split('/').at(-1)!;
  }
});
