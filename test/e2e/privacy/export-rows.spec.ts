import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { RowReaderService } from '../../../src/privacy/export/row-reader.service.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

describe('rows of an export', () => {
  let world: TestApp;

  beforeAll(async () => {
    world = await startTestApp();
  });

  afterAll(() => world.close());

  it('come a few hundred at a time, and the next ones only when those are dealt with', async () => {
    const userId = newId();
    await world.database.query(
      `insert into audit_events (id, action, outcome, actor_kind, actor_id)
       select gen_random_uuid(), 'property.updated', 'allowed', 'user', $1 from generate_series(1, 1700)`,
      [userId],
    );
    const sizes: number[] = [];
    let busy = 0;
    const plan = {
      head: { name: '', source: '', purpose: '', basis: '', retention: '', columns: [], aboutOthers: [] },
      table: 'public.audit_events',
      sql: 'select * from audit_events where actor_id = $1',
      parameters: [userId],
    };
    const count = await world.app.get(UnitOfWork, { strict: false }).run(systemScope('privacy'), () =>
      world.app.get(RowReaderService, { strict: false }).read(plan, async (rows) => {
        busy += 1;
        sizes.push(rows.length);
        await new Promise((resolve) => setImmediate(resolve));
        expect(busy).toBe(1);
        busy -= 1;
      }),
    );
    expect([count, sizes]).toEqual([1_700, [500, 500, 500, 200]]);
  });
});
