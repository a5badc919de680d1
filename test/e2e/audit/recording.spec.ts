import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

describe('a change whose audit row cannot be written', () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await startDemoWorld();
  });

  afterAll(() => world.close());

  const olivia = () => world.as('olivia@harbour.test');
  const properties = () => `/api/v1/organizations/${world.harbour.id}/properties`;
  const state = () =>
    world.database.query(
      `select p.id, p.name, p.version, (select count(*)::int from property_grants) as grants,
              (select count(*)::int from audit_events) as events, (select count(*)::int from jobs.job) as jobs
         from properties p order by p.id`,
    );

  it('does not happen, and happens once it can', async () => {
    const path = `${properties()}/${world.harbour.seaside}`;
    await world.settled();
    await world.jobsDone();
    const before = await state();
    await world.database.query('revoke insert on audit_events from tenantry_app');
    for (const answer of [
      await olivia().patch(path, { name: 'Changed in silence' }),
      await olivia().post(properties(), { name: 'Built in silence', slug: 'silent', timezone: 'UTC' }),
      await olivia().delete(path),
    ]) {
      expect(answer.status).toBe(500);
      // What the database says is for the log, not for the caller.
      expect(JSON.stringify(answer.body)).not.toMatch(/audit_events|permission denied/);
    }
    expect(await state()).toEqual(before);
    await world.database.query('grant insert on audit_events to tenantry_app');
    await olivia().patch(path, { name: 'Changed in the open' }).expect(200);
    const [change] = await world.database.query(
      `select action, target_id from audit_events order by occurred_at desc limit 1`,
    );
    expect(change).toEqual({ action: 'property.updated', target_id: world.harbour.seaside });
  });
});
