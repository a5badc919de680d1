import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectKeys } from '#audit';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { allSealed, exportLines } from './exported-log.js';
import { logProofCases } from './log-proof-cases.js';

const REASON = 'Ticket 4711: locked out';

describe('the audit log over HTTP', () => {
  let world: DemoWorld;
  const path = (id: string) => `/api/v1/organizations/${id}/audit-log`;
  const olivia = () => world.as('olivia@harbour.test');

  beforeAll(async () => {
    world = await startDemoWorld();
    await world
      .as('operator@tenantry.test')
      .get(`/api/v1/organizations/${world.harbour.id}`)
      .set('X-Access-Reason', REASON)
      .expect(200);
    await allSealed(world);
  });

  afterAll(() => world.close());

  it('shows an organization its own rows and the visits to it, newest first, page by page', async () => {
    const seen: { id: string; organizationId: string; action: string }[] = [];
    for (let cursor = ''; ;) {
      const page = await olivia()
        .get(`${path(world.harbour.id)}?limit=3${cursor}`)
        .expect(200);
      seen.push(...page.body.data);
      if (page.body.nextCursor === null) break;
      cursor = `&cursor=${page.body.nextCursor}`;
    }
    const [row] = await world.database.query<{ count: string }>(
      'select count(*) from audit_events where organization_id = $1',
      [world.harbour.id],
    );
    expect(seen).toHaveLength(Number(row?.count));
    expect(new Set(seen.map(({ organizationId }) => organizationId))).toEqual(new Set([world.harbour.id]));
    expect(seen.map(({ id }) => id)).toEqual(
      seen
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect(seen.map(({ action }) => action)).toContain('access.support_visit');
  });

  it('says who, from where and why; staff’s own address stays theirs', async () => {
    const granted = await olivia()
      .get(`${path(world.harbour.id)}?action=grant.given`)
      .expect(200);
    expect(granted.body.data[0]).toMatchObject({
      actor: { kind: 'user', id: await world.userId('olivia@harbour.test'), impersonatorId: null },
      outcome: 'allowed',
      client: { address: '127.0.0.1' },
      reason: null,
      erased: false,
    });
    const visits = await olivia()
      .get(`${path(world.harbour.id)}?action=access.support_visit`)
      .expect(200);
    expect(visits.body.data).toEqual([expect.objectContaining({ reason: REASON, client: null })]);
    const stored = await world.database.query<{ text: string }>('select a::text as text from audit_events a');
    expect(stored.filter(({ text }) => /Ticket 4711|127\.0\.0\.1/.test(text))).toEqual([]);
  });

  it('filters by everything at once, and a cursor of one filter is refused by another', async () => {
    const me = await world.userId('olivia@harbour.test');
    const filters = {
      action: 'grant.given',
      actor: me,
      property: world.harbour.seaside,
      outcome: 'allowed',
      from: new Date(Date.now() - 600_000).toISOString(),
      to: new Date(Date.now() + 600_000).toISOString(),
    };
    const query = new URLSearchParams({ ...filters, limit: '1' }).toString();
    const first = await olivia()
      .get(`${path(world.harbour.id)}?${query}`)
      .expect(200);
    expect(first.body.data).toHaveLength(1);
    const cursor: string = first.body.nextCursor;
    await olivia()
      .get(`${path(world.harbour.id)}?${query}&cursor=${cursor}`)
      .expect(200);
    await olivia()
      .get(`${path(world.harbour.id)}?limit=1&cursor=${cursor}`)
      .expect(400);
    const future = new URLSearchParams({ from: filters.to }).toString();
    expect(
      (
        await olivia()
          .get(`${path(world.harbour.id)}?${future}`)
          .expect(200)
      ).body.data,
    ).toEqual([]);
    const vera = await world.userId('vera@harbour.test');
    const none = await olivia()
      .get(`${path(world.harbour.id)}?actor=${vera}&outcome=denied`)
      .expect(200);
    expect(none.body.data).toEqual([]);
  });

  it('is for those who may read it', async () => {
    await world.as('mark@harbour.test').get(path(world.harbour.id)).expect(403);
    await world.as('greta@alpine.test').get(path(world.harbour.id)).expect(404);
    await olivia().get('/api/v1/audit-log').expect(403);
    await olivia()
      .get(`${path(world.harbour.id)}?action=nonsense`)
      .expect(400);
    const denied = await world
      .as('compliance@tenantry.test')
      .get(`/api/v1/audit-log?outcome=denied&organization=${world.harbour.id}`)
      .expect(200);
    expect(denied.body.data[0]).toMatchObject({ action: 'access.denied', outcome: 'denied' });
  });

  it('is handed out as CSV and NDJSON, streamed, with the export written down', async () => {
    const exportsSoFar = () =>
      world.database.query(
        `select organization_id, change from audit_events where action = 'audit.exported' order by id`,
      );
    const before = (await exportsSoFar()).length;
    const csv = await olivia()
      .get(`${path(world.harbour.id)}/export?format=csv`)
      .expect(200);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.text.split('\r\n').length).toBeGreaterThan(5);
    expect(csv.text).not.toContain(world.alpine.id);
    const lines = (await exportLines(world)).map(
      (line) => JSON.parse(line) as { type: string; sequence: number },
    );
    expect(lines[0]).toMatchObject({ type: 'log', complete: true });
    const positions = lines.filter(({ type }) => type === 'event').map(({ sequence }) => sequence);
    expect(positions).toEqual(positions.map((_, index) => index + 1));
    expect(lines.at(-1)).toMatchObject({ type: 'head', sequence: positions.length });
    expect((await exportsSoFar()).slice(before)).toEqual([
      { organization_id: world.harbour.id, change: { format: 'csv', filter: {} } },
      { organization_id: null, change: { format: 'ndjson', filter: {} } },
    ]);
  });

  it('shows who manages a property the rows of that property, and nobody else’s', async () => {
    const { harbour } = world;
    const on = (property: string) => `/api/v1/organizations/${harbour.id}/properties/${property}/audit-log`;
    await olivia()
      .patch(`/api/v1/organizations/${harbour.id}/properties/${harbour.seaside}`, { name: 'Seaside' })
      .expect(200);
    const mark = world.as('mark@harbour.test');
    const { body } = await mark.get(`${on(harbour.seaside)}?limit=100`).expect(200);
    const rows = body.data as { propertyId: string; action: string }[];
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ propertyId }) => propertyId))).toEqual(new Set([harbour.seaside]));
    const [all] = await world.database.query<{ count: number }>(
      `select count(*)::int as count from audit_events
        where property_id = $1 and coalesce(change ->> 'code', '') <> 'not_found'`,
      [harbour.seaside],
    );
    expect(rows).toHaveLength(all!.count);
    // What a filter asks for stays inside.
    const other = await mark.get(`${on(harbour.seaside)}?property=${harbour.oldTown}`).expect(200);
    expect(other.body.data).toEqual([]);
    // A stranger's attempt is the platform's to see, and not told here with an id of another customer's.
    await world.as('anton@alpine.test').get(on(harbour.seaside)).expect(404);
    const anton = await world.userId('anton@alpine.test');
    const again = await mark.get(`${on(harbour.seaside)}?limit=100`).expect(200);
    expect(again.text).not.toContain(anton);
    await mark.get(on(harbour.oldTown)).expect(404);
    await world.as('sam@harbour.test').get(on(harbour.seaside)).expect(403);
  });

  logProofCases(() => world);

  it('keeps reading what was sealed under the master key before, and after its rotation', async () => {
    const [keys, unitOfWork] = [
      world.app.get(SubjectKeys, { strict: false }),
      world.app.get(UnitOfWork, { strict: false }),
    ];
    const inScope = <T>(work: () => Promise<T>) => unitOfWork.run(systemScope('privacy'), work);
    const nina = await world.userId('nina@nowhere.test');
    const sealed = await inScope(() => keys.encryptFor(nina, 'Zimmer 12', 'test/1'));
    const old = world.environment.masterKey;
    const next = randomBytes(32);
    const total = await keys.rotateMasterKey(old, next);
    expect(total).toBeGreaterThan(3);
    expect(await keys.rotateMasterKey(old, next)).toBe(0);
    await expect(keys.rotateMasterKey(old, randomBytes(32))).rejects.toThrow('not given');
    expect(await keys.rotateMasterKey(next, old)).toBe(total);
    expect(await inScope(() => keys.decrypt(sealed!, 'test/1'))).toBe('Zimmer 12');
    await expect(inScope(() => keys.decrypt(sealed!, 'test/2'))).rejects.toThrow('not what was sealed');
  });

  it('says erased where a person’s key is destroyed', async () => {
    const admin = await world.userId('admin@tenantry.test');
    await world
      .as('admin@tenantry.test')
      .get(`/api/v1/organizations/${world.alpine.id}`)
      .set('X-Access-Reason', REASON)
      .expect(200);
    await allSealed(world);
    const [keys, unitOfWork] = [
      world.app.get(SubjectKeys, { strict: false }),
      world.app.get(UnitOfWork, { strict: false }),
    ];
    const shred = () => unitOfWork.run(systemScope('privacy'), () => keys.shred(admin));
    expect([await shred(), await shred()]).toEqual([true, false]);
    const visits = await world
      .as('anton@alpine.test')
      .get(`${path(world.alpine.id)}?action=access.support_visit`)
      .expect(200);
    expect(visits.body.data).toEqual([expect.objectContaining({ reason: null, client: null, erased: true })]);
    const late = await unitOfWork.run(systemScope('privacy'), () => keys.encryptFor(admin, 'late', 'x'));
    expect(late).toBeNull();
  });
});
