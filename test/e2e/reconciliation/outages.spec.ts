import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SeenStore } from '../../../src/reconciliation/plan/seen.store.js';
import { ItemsStore } from '../../../src/reconciliation/records/items.store.js';
import { ReconciliationLimits } from '../../../src/reconciliation/reconciliation-limits.js';
import { until } from '../../support/test-app.js';
import { type ReconciledWorld, startReconciledWorld } from './reconciled-world.js';

describe('a reconciliation, while Clerk cannot be asked,', () => {
  let world: ReconciledWorld;
  let before: unknown;

  beforeAll(async () => {
    world = await startReconciledWorld();
    before = await world.mirror();
  });

  afterEach(() => {
    world.clerk.control.clearFaults();
  });

  afterAll(() => world.close());

  it.each([
    ['a storm of 429', { match: '/v1', status: 429, retryAfter: 0, times: 3 }],
    ['an outage', { match: '/v1', status: 503, times: 3 }],
    ['answers that get lost', { match: '/v1', dropResponse: true, times: 2 }],
    ['lists that break off', { match: '/v1/organizations', answer: 'truncated', times: 2 }],
    ['a request that stalls', { match: 'GET /v1/users', hang: true, times: 1 }],
  ] as const)(
    'waits for %s to pass',
    async (_, fault) => {
      world.clerk.control.setFaults([fault]);
      const made = await world.plan();
      expect(made).toMatchObject({ status: 'planned', reasons: [], error: null });
      expect(made.drift.total).toBe(0);
    },
    300_000,
  );

  it('fails and says so, where lists are HTML with status 200 for good', async () => {
    Object.assign(world.app.get(ReconciliationLimits), { maxTries: 3, maxPauseMs: 300 });
    world.clerk.control.setFaults([{ match: 'GET /v1/organization_memberships', answer: 'html' }]);
    const made = await world.plan();
    expect(made).toMatchObject({ status: 'failed', error: 'clerk_unavailable', hash: null });
    const path = `/api/v1/sync/reconciliations/${made.id}/apply`;
    const refused = await world
      .as('admin@tenantry.test')
      .post(path, { hash: 'a'.repeat(64) })
      .expect(409);
    expect(refused.body.code).toBe('reconciliation_not_planned');
    expect(await world.mirror()).toEqual(before);
    const troubles = await world.database.query(
      `select change ->> 'error' as error from audit_events where action = 'reconciliation.failed'`,
    );
    expect(troubles).toEqual([{ error: 'clerk_unavailable' }]);
  }, 120_000);

  it('leaves what the next one clears, a few rows at a time: seen of failed runs, and items of old ones', async () => {
    const limits = world.app.get(ReconciliationLimits);
    const { maxTries } = limits;
    Object.assign(limits, { maxTries: 1, clearedAtOnce: 3 });
    world.clerk.control.setFaults([{ match: 'GET /v1/organization_memberships', answer: 'html' }]);
    const failed = await world.plan();
    world.clerk.control.clearFaults();
    Object.assign(limits, { maxTries });
    const count = async (table: string, run: string) => {
      const rows = await world.database.query(`select from ${table} where run_id = '${run}'`);
      return rows.length;
    };
    const seen = await count('reconciliation_seen', failed.id);
    expect(seen).toBeGreaterThan(3);
    await world.database.query(
      `insert into reconciliation_items (run_id, kind, change, clerk_id, cause)
       select '${failed.id}', 'user', 'missing', 'user_' || n, 'no_webhook' from generate_series(1, 8) n`,
    );
    await world.database.query(
      `update reconciliations set started_at = now() - interval '31 days' where id = '${failed.id}'`,
    );
    const clearSeen = vi.spyOn(world.app.get(SeenStore), 'clear');
    const clearItems = vi.spyOn(world.app.get(ItemsStore), 'clear');

    const made = await world.plan();

    expect(made).toMatchObject({ status: 'planned', error: null });
    const stretches = clearSeen.mock.calls.filter(([run]) => run === failed.id).length;
    expect(stretches).toBe(Math.ceil(seen / 3) + 1);
    expect(clearItems.mock.calls.filter(([run]) => run === failed.id)).toHaveLength(4);
    await until(
      'its own is gone, after its end',
      async () => (await count('reconciliation_seen', made.id)) === 0,
    );
    expect(await world.database.query(`select from reconciliations where id = '${failed.id}'`)).toHaveLength(
      0,
    );
  }, 120_000);
});
