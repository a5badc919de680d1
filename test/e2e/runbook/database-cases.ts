import { expect, it } from 'vitest';
import { until } from '../../support/test-app.js';
import type { DrivenRunbook } from './driven-runbook.js';

const SLOW_MS = 150;

/** The database is slow, full or away. */
export function databaseCases(started: () => DrivenRunbook): void {
  it('names the statements that are slow, and how far the database is', async () => {
    const { world, proxy, mend, runSection, removeBundle } = started();
    await proxy.break({ kind: 'slow', latencyMs: SLOW_MS });
    mend.push(() => proxy.mend());
    await world.as('mark@harbour.test').get('/api/v1/me').expect(200);
    const { code, text } = await runSection('Requests fail or are slow');
    expect(code).toBe(0);
    expect(Number(/^tenantry_database_round_trip_ms ([\d.]+)$/m.exec(text)?.[1])).toBeGreaterThan(SLOW_MS);
    expect(text).toMatch(/"name": "access look-up",\s*"count": [1-9]/);
    removeBundle();
  });

  it('says how the database is, and cleans up', async () => {
    const { runSection } = started();
    const { code, text } = await runSection('Database is full or away');
    expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(/database/) });
  });

  it('tells that the database is full, which then takes no writes, and of what goes on all the same', async () => {
    const { world, mend, runSection } = started();
    // As managed servers have it before the last byte is written; no disk of a test can be filled.
    const name = new URL(world.database.url).pathname.slice(1);
    const shut = async (setting: string) => {
      await world.database.query(`alter role tenantry_app in database "${name}" ${setting}`);
      await world.database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tenantry_app' and datname = $1`,
        [name],
      );
    };
    mend.push(() => shut('reset default_transaction_read_only'));
    await shut('set default_transaction_read_only = on');
    const { code, text } = await runSection('Database is full or away');
    expect(text).toMatch(/^FAIL {2}database .*takes no writes/m);
    expect(code).toBe(1);
    const mark = world.as('mark@harbour.test');
    const place = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}`;
    await until('it reads', async () => (await mark.get(place)).status === 200);
    const refused = await mark.patch(place, { name: 'Seaside Inn' });
    expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
    await shut('reset default_transaction_read_only');
    await until('it writes', async () => (await mark.patch(place, { name: 'Seaside' })).status === 200);
  });

  it('tells that the database is away, and needs no restart when it is back', async () => {
    const { world, proxy, mend, runSection } = started();
    const ready = async () => (await fetch(`${world.url}/health/ready`)).status;
    mend.push(() => proxy.mend());
    await proxy.break({ kind: 'gone' });
    const { code, text } = await runSection('Database is full or away', {
      DATABASE_URL: world.environment.databaseUrl,
    });
    expect(text).toMatch(/^FAIL {2}database .*cannot be reached/m);
    expect(code).not.toBe(0);
    expect(await ready()).toBe(503);
    await proxy.mend();
    await until('it is ready again', async () => (await ready()) === 200);
  });
}
