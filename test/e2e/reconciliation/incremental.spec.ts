import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReconciliationLimits } from '../../../src/reconciliation/reconciliation-limits.js';
import { clerkIdOf, type ReconciledWorld, startReconciledWorld } from './reconciled-world.js';

describe('an incremental reconciliation of a large instance', () => {
  let world: ReconciledWorld;

  beforeEach(async () => {
    world = await startReconciledWorld();
    // As if eleven people were many.
    Object.assign(world.app.get(ReconciliationLimits), { readWholeUpTo: -1, readMembershipsWholeUpTo: -1 });
    await world.apply(await world.plan('incremental'));
  });

  afterEach(() => world.close());

  const progressOf = async (id: string) => {
    const [row] = await world.database.query<{ progress: Record<string, { way: string }> }>(
      'select progress from reconciliations where id = $1',
      [id],
    );
    return Object.fromEntries(Object.entries(row!.progress).map(([kind, { way }]) => [kind, way]));
  };

  it('reads everything the first time, and from then on only the news', async () => {
    const [first] = await world.database.query<{ id: string }>('select id from reconciliations');
    expect(await progressOf(first!.id)).toMatchObject({ user: 'everything', membership: 'everything' });
    const plan = await world.plan('incremental');
    expect(plan.drift.total).toBe(0);
    expect(await progressOf(plan.id)).toEqual({
      user: 'news',
      membership: 'news',
      organization: 'news',
      invitation: 'news',
    });
  });

  it('finds who has changed and what is new by the order of the lists alone', async () => {
    const olivia = clerkIdOf(world, 'olivia@harbour.test');
    await world.atClerk('PATCH', `/users/${olivia}`, { last_name: 'Changed' });
    const pia = await world.atClerk('POST', '/users', {
      email_address: ['pia@harbour.test'],
      skip_password_requirement: true,
    });
    const plan = await world.plan('incremental');
    expect(await progressOf(plan.id)).toMatchObject({ user: 'news' });
    expect(plan.items.map(({ change, clerkId }) => [change, clerkId]).sort()).toEqual(
      [
        ['different', olivia],
        ['missing', pia.id],
      ].sort(),
    );
    expect((await world.apply(plan)).status).toBe('applied');
    expect((await world.plan('incremental')).drift.total).toBe(0);
  });

  it('reads everything of a kind whose count does not agree, so that a deletion is found', async () => {
    const greta = clerkIdOf(world, 'greta@alpine.test');
    await world.atClerk('DELETE', `/users/${greta}`);
    const plan = await world.plan('incremental');
    expect(await progressOf(plan.id)).toMatchObject({ user: 'everything', membership: 'everything' });
    expect(plan.items).toMatchObject([{ kind: 'user', change: 'extra', clerkId: greta }]);
    expect((await world.apply(plan)).status).toBe('applied');
    expect((await world.plan('full')).drift.total).toBe(0);
  });

  it('reads all memberships unless they are very many, so that a lost change of a role is found', async () => {
    Object.assign(world.app.get(ReconciliationLimits), { readMembershipsWholeUpTo: 11 });
    const membership = world.clerk.control
      .state()
      .organizationMemberships.find((each) => each['role'] === 'org:member') as unknown as {
      id: string;
      organization: { id: string };
      public_user_data: { user_id: string };
    };
    const path = `/organizations/${membership.organization.id}/memberships/${membership.public_user_data.user_id}`;
    await world.atClerk('PATCH', path, { role: 'org:admin' });
    const plan = await world.plan('incremental');
    expect(await progressOf(plan.id)).toMatchObject({ user: 'news', membership: 'everything' });
    expect(plan.items).toMatchObject([{ kind: 'membership', change: 'different', clerkId: membership.id }]);
  });
});
