import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/test-app.js';
import { type ReconciledWorld, startReconciledWorld } from './reconciled-world.js';

type Fault = Parameters<TestApp['clerk']['control']['setFaults']>[0][number];

const LISTS = {
  user: 'GET /v1/users',
  organization: 'GET /v1/organizations',
  membership: 'GET /v1/organization_memberships',
} as const;

describe('a reconciliation, when Clerk’s lists are not to be believed,', () => {
  let world: ReconciledWorld;
  let before: unknown;

  beforeAll(async () => {
    world = await startReconciledWorld();
    before = await world.mirror();
  });

  afterEach(async () => {
    world.clerk.control.clearFaults();
    // Whatever was answered, nothing here is changed by it.
    expect(await world.mirror()).toEqual(before);
  });

  afterAll(() => world.close());

  const plan = async (...faults: Fault[]) => {
    world.clerk.control.setFaults(faults);
    const made = await world.plan();
    world.clerk.control.clearFaults();
    return made;
  };

  /** Counted after a run without trouble: of two in a row that are blocked only the first is told. */
  const timesBlockedUntilNow = async () => {
    await world.plan();
    return timesBlocked();
  };
  const timesBlocked = async () => {
    const [row] = await world.database.query<{ times: number }>(
      `select count(*)::int as times from audit_events where action = 'reconciliation.blocked'`,
    );
    return row!.times;
  };

  it.each(Object.entries(LISTS))(
    'stops at an empty list of %ss, and removes nothing even by force',
    async (kind, match) => {
      const earlier = await timesBlockedUntilNow();
      const made = await plan({ match, answer: 'emptyList' });
      expect(made).toMatchObject({ status: 'blocked', reasons: [{ kind, why: 'empty_list' }] });
      expect(await timesBlocked()).toBe(earlier + 1);
      const path = `/api/v1/sync/reconciliations/${made.id}/apply`;
      const held = await world.as('admin@tenantry.test').post(path, { hash: made.hash }).expect(409);
      expect(held.body.code).toBe('reconciliation_blocked');
      expect((await world.apply(made, true)).status).toBe('applied');
      expect(await world.mirror()).toEqual(before);
    },
  );

  it.each(Object.entries(LISTS))('stops at half a list of %ss', async (kind, match) => {
    const earlier = await timesBlockedUntilNow();
    const made = await plan({ match, answer: 'halfList' });
    expect(made).toMatchObject({ status: 'blocked', reasons: [{ kind, why: 'incomplete_list' }] });
    expect(await timesBlocked()).toBe(earlier + 1);
    expect(made.drift.total).toBe(0);
  });

  it.each(Object.entries(LISTS))('reads a list of %ss again that was half once', async (_, match) => {
    const made = await plan({ match, answer: 'halfList', times: 1 });
    expect(made).toMatchObject({ status: 'planned', reasons: [] });
    expect(made.drift.total).toBe(0);
  });

  it.each(Object.entries(LISTS))(
    'is not misled by a list of %ss that names everything twice',
    async (_, match) => {
      const made = await plan({ match, answer: 'repeatedList' });
      expect(made.status).toBe('planned');
      expect(made.drift.total).toBe(0);
    },
  );
});
